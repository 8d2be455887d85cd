using HeadTracker.Inference;

namespace HeadTracker.Detection;

/// <summary>Which detector to use and how to search.</summary>
public sealed record DetectorOptions
{
    /// <summary><c>blazeface</c> (the same as <c>blazeface-back</c>), <c>blazeface-front</c>, or the path of an ONNX file.</summary>
    public string Model { get; init; } = "blazeface";

    /// <summary>
    /// A smaller detector for looking again at faces whose place is known, by name or file; null for the same one. Its boxes must be as
    /// good, its points need not be: <c>blazeface-front</c> overlaps with landmark boxes as much as <c>blazeface-back</c> does (0.89 and 0.87
    /// upright and tilted) at a fifth of the price. What it misses, <see cref="Model"/> is asked for.
    /// </summary>
    public string? Follower { get; init; }

    /// <summary>What shall run it.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Auto;

    /// <summary>CPU threads of one run; 0 for as many as pay.</summary>
    public int Threads { get; init; }

    /// <summary>Least score of a face, above 0 and below 1.</summary>
    public float MinimumScore { get; init; } = 0.5f;

    /// <summary>
    /// Looks closer even when the whole image shows a face: finds the small faces beside the large ones at the price of some ten
    /// network runs. Right for photos, too slow for a camera.
    /// </summary>
    public bool Thorough { get; init; }

    /// <summary>
    /// Least score of a face in a closer view; null for <see cref="MinimumScore"/>. Many looks err often: door handles score up to
    /// 0.77.
    /// </summary>
    public float? CloserScore { get; init; }

    /// <summary>
    /// The most closer views that one call looks at; the next call goes on with the next ones. All of them for photos, a few for a
    /// camera, where an empty room would otherwise cost a hundred network runs per frame.
    /// </summary>
    public int CloserViews { get; init; } = int.MaxValue;

    /// <summary>
    /// Looks once more at every face found, from where points are placed best. Without, faces keep the score they were found by, which is what
    /// <see cref="MinimumScore"/> is chosen by.
    /// </summary>
    public bool LookAgain { get; init; } = true;
}
