using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Packing;

/// <summary>A sample's label as it lies in the file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = PackFormat.LabelLength)]
public readonly record struct PackedLabel
{
    public PackedLabel(Quaternion rotation, float weight, ushort source, int identity, float aspect, EulerAngles angles)
    {
        (Rotation, Weight, Source, Identity, Aspect, Angles) = (rotation, weight, source, identity, aspect, angles);
    }

    /// <summary>Head → camera.</summary>
    public Quaternion Rotation { get; }

    public float Weight { get; }

    /// <summary>Index into <see cref="PackHeader.Sources"/>.</summary>
    public ushort Source { get; }

    /// <summary>Index into <see cref="PackHeader.Identities"/>; -1 when unknown.</summary>
    public int Identity { get; }

    /// <summary>Width over height of the region that was stretched into the square image: what turning the image has to know.</summary>
    public float Aspect { get; }

    /// <summary>As labelled, see <see cref="LabelledFace.Angles"/>; in packs of version 1 those of the rotation.</summary>
    public EulerAngles Angles { get; init; }

    /// <exception cref="InvalidDataException">A field has a value that no writer gives it.</exception>
    internal void Validate(int sample, PackHeader header)
    {
        var flaw = !LabelledFace.IsRotation(Rotation) ? "rotation"
            : !LabelledFace.IsWeight(Weight) ? "weight"
            : !(Aspect > 0 && float.IsFinite(Aspect)) ? "aspect"
            : Source >= header.Sources.Count ? "source"
            : Identity < -1 || Identity >= header.Identities.Count ? "identity"
            : !float.IsFinite(Angles.Yaw + Angles.Pitch + Angles.Roll) ? "angles" : null;
        if (flaw is not null) throw new InvalidDataException($"sample {sample} has no valid {flaw}");
    }
}
