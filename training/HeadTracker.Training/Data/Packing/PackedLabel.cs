using System.Numerics;
using System.Runtime.InteropServices;

namespace HeadTracker.Training.Data.Packing;

/// <summary>A sample's label as it lies in the file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = PackFormat.LabelLength)]
public readonly record struct PackedLabel
{
    public PackedLabel(Quaternion rotation, float weight, ushort source, int identity)
    {
        (Rotation, Weight, Source, Identity) = (rotation, weight, source, identity);
    }

    /// <summary>Head → camera.</summary>
    public Quaternion Rotation { get; }

    public float Weight { get; }

    /// <summary>Index into <see cref="PackHeader.Sources"/>.</summary>
    public ushort Source { get; }

    /// <summary>Index into <see cref="PackHeader.Identities"/>; -1 when unknown.</summary>
    public int Identity { get; }
}
