using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;

namespace HeadTracker.Training.Evaluation.Tradeoff;

/// <summary>A way to get from a frame to a pose: a network that finds the face and one that judges it.</summary>
/// <param name="Name">For tables and the picture.</param>
/// <param name="Pose">As <c>evaluate --model</c>: ours, FSA-Net's files joined by '+', opentrack's, or "landmarks".</param>
/// <param name="Detector">A detector's name or file; for "landmarks" one of those that this program knows.</param>
public sealed record TradeoffSystem(string Name, string Pose, string Detector)
{
    /// <exception cref="UserErrorException">The text is not NAME=POSE@DETECTOR.</exception>
    public static TradeoffSystem Parse(string text)
    {
        var (equals, at) = (text.IndexOf('=', StringComparison.Ordinal), text.LastIndexOf('@'));
        if (equals < 1 || at < equals + 2 || at == text.Length - 1)
            throw new UserErrorException($"'{text}' is no system; write NAME=POSE@DETECTOR, such as \"FSA-Net=a.onnx+b.onnx@yunet.onnx\".");
        return new TradeoffSystem(text[..equals], text[(equals + 1)..at], text[(at + 1)..]);
    }

    /// <summary>The detector's file.</summary>
    public string DetectorFile =>
        FaceDetectors.BuiltIn.TryGetValue(Detector.ToLowerInvariant(), out var file) ? ModelFiles.PathOf(file) : ModelFiles.Resolve(Detector);

    /// <summary>The pose networks' files; none for landmarks, whose pose is geometry.</summary>
    public IReadOnlyList<string> PoseFiles =>
        string.Equals(Pose, PoseEstimators.Landmarks, StringComparison.OrdinalIgnoreCase) ? [] : [.. Pose.Split('+').Select(ModelFiles.Resolve)];
}
