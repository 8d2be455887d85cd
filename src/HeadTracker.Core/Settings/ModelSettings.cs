using HeadTracker.Serialization;

namespace HeadTracker.Settings;

/// <summary>Which networks run, and on what. Null leaves the choice to the program.</summary>
public sealed record ModelSettings
{
    /// <summary>A name, a file, or "landmarks".</summary>
    [Setting("Pose model: the name of one in models/, an ONNX file, or \"landmarks\".", AtStart = true)]
    public string? Pose { get; init; }

    /// <summary>A name or a file.</summary>
    [Setting("Face detector: \"blazeface\", \"blazeface-front\", or an ONNX file.", AtStart = true)]
    public string? Detector { get; init; }

    /// <summary>One of the words of the command line.</summary>
    [Setting("What runs the networks.", Choices = ["auto", "dml", "cuda", "coreml", "cpu"], AtStart = true)]
    public string? Provider { get; init; }
}
