using System.Numerics;

namespace HeadTracker.Training.Evaluation.Steadiness;

/// <summary>What several models say about one face in one frame of a clip.</summary>
/// <param name="Person">Whose: the person's number in all clips; frames of one person follow in time.</param>
/// <param name="Time">On the clip's clock.</param>
/// <param name="Rotations">Head → camera, one per model.</param>
public sealed record ClipPose(int Person, TimeSpan Time, IReadOnlyList<Quaternion> Rotations);
