using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Training.Objectives;

/// <summary>A task of a stage.</summary>
/// <param name="Kind">What is learnt.</param>
/// <param name="Attribute">The one that is a task of its own; null for all that <see cref="FaceTask.Attributes"/> are together, and for other kinds.</param>
public readonly record struct LearntTask(FaceTask Kind, FaceAttribute? Attribute = null)
{
    /// <summary>As losses, scores, checkpoints and messages call it: <c>segmentation</c>, <c>glasses</c>.</summary>
    public string Name => Attribute is { } one ? char.ToLowerInvariant($"{one}"[0]) + $"{one}"[1..] : Kind.ToString().ToLowerInvariant();

    /// <summary>Whether its labels lie in a set's label maps.</summary>
    public bool NeedsMaps => Kind != FaceTask.Pose;
}
