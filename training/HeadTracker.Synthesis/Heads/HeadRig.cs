using System.Numerics;

namespace HeadTracker.Synthesis.Heads;

/// <summary>Where a neck bends: three joints between torso and head, each taking its share of the whole turn.</summary>
/// <param name="LowerNeck">Metres, in the person's rest frame.</param>
/// <param name="UpperNeck">Above it.</param>
/// <param name="Head">At the base of the skull.</param>
public sealed record HeadRig(Vector3 LowerNeck, Vector3 UpperNeck, Vector3 Head)
{
    /// <summary>Shares of a turn, from the bottom up; they sum to 1.</summary>
    private static readonly (float Lower, float Upper, float Head) Shares = (0.22f, 0.33f, 0.45f);

    /// <summary>
    /// The point of the head that a small turn leaves where it is, in the person's rest frame: joints j with shares s move a point p by
    /// Σ s·ω × (p − j) = ω × (p − Σ s·j). Larger turns leave it there but for millimetres.
    /// </summary>
    public Vector3 Pivot => Shares.Lower * LowerNeck + Shares.Upper * UpperNeck + Shares.Head * Head;

    /// <summary>
    /// Transforms of torso, lower neck, upper neck and head, in the torso's rest frame, for a head turned by
    /// <paramref name="turn"/> against the torso.
    /// </summary>
    public (Matrix4x4 Torso, Matrix4x4 LowerNeck, Matrix4x4 UpperNeck, Matrix4x4 Head) Bend(Quaternion turn)
    {
        var lower = About(Quaternion.Slerp(Quaternion.Identity, turn, Shares.Lower), LowerNeck);
        var upper = About(Quaternion.Slerp(Quaternion.Identity, turn, Shares.Upper), UpperNeck) * lower;
        var head = About(Quaternion.Slerp(Quaternion.Identity, turn, Shares.Head), Head) * upper;
        return (Matrix4x4.Identity, lower, upper, head);
    }

    private static Matrix4x4 About(Quaternion turn, Vector3 pivot) =>
        Matrix4x4.CreateTranslation(-pivot) * Matrix4x4.CreateFromQuaternion(turn) * Matrix4x4.CreateTranslation(pivot);
}
