using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads;

/// <summary>Which part of a face each triangle of a person is, by the person at rest.</summary>
internal static class FacePartition
{
    /// <summary>Skin whose bones are the head's to a smaller share belongs to the neck.</summary>
    private const float LeastHead = 0.5f;

    /// <summary>The parts of a mesh's triangles where its materials are skin or eye; for others what their class says.</summary>
    /// <param name="mesh">One of a person's.</param>
    /// <param name="landmarks">The person's 68 at rest.</param>
    public static FacePart[] Of(HeadPart mesh, Vector3[] landmarks)
    {
        var topology = mesh.Topology;
        var parts = new FacePart[topology.TriangleCount];
        for (var t = 0; t < parts.Length; t++)
        {
            var (i, j, k) = (topology.Indices[3 * t], topology.Indices[3 * t + 1], topology.Indices[3 * t + 2]);
            var centre = (mesh.Rest[i] + mesh.Rest[j] + mesh.Rest[k]) / 3;
            var head = (mesh.Bones[i].W + mesh.Bones[j].W + mesh.Bones[k].W) / 3;
            var shown = mesh.Materials[topology.Groups is { } groups ? groups[t] : 0].Class;
            parts[t] = shown switch
            {
                SegmentationClass.Eye => Sided(FacePart.EyeLeft, centre),
                SegmentationClass.Skin => head < LeastHead ? FacePart.Neck : Sided(GroupOf(Nearest(landmarks, centre)), centre),
                _ => FaceParts.OfClass(shown),
            };
        }

        return parts;
    }

    /// <summary>The left part of the pair that a landmark of iBUG's order belongs to.</summary>
    private static FacePart GroupOf(int landmark) => landmark switch
    {
        < 17 => FacePart.JawLeft,
        < 27 => FacePart.BrowLeft,
        < 36 => FacePart.NoseLeft,
        < 48 => FacePart.LidLeft,
        _ => FacePart.LipsLeft,
    };

    // Faces look along +z with y up, so the person's left is where x grows.
    private static FacePart Sided(FacePart left, Vector3 at) => at.X >= 0 ? left : FaceParts.Mirrored(left);

    private static int Nearest(Vector3[] landmarks, Vector3 at)
    {
        var best = 0;
        for (var i = 1; i < landmarks.Length; i++)
        {
            if (Vector3.DistanceSquared(landmarks[i], at) < Vector3.DistanceSquared(landmarks[best], at)) best = i;
        }

        return best;
    }
}
