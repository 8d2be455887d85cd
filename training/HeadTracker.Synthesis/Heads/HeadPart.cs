using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads;

/// <summary>Which eye a part is.</summary>
public enum EyeSide
{
    None,
    Left,
    Right,
}

/// <summary>One mesh of a person: skin, an eye, hair, a garment.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Topology">Its triangles.</param>
/// <param name="Rest">Positions in metres in the person's rest frame: face forward along +z, y up, head upright.</param>
/// <param name="Bones">Per vertex, weights of torso, lower neck, upper neck and head; they sum to 1.</param>
/// <param name="Welded">Per vertex, the first vertex at the same place, so that normals run on over texture seams.</param>
/// <param name="Materials">How it answers light, by the topology's groups.</param>
/// <param name="Morphs">By the person's morph numbers; null where the part does not change.</param>
public sealed record HeadPart(
    string Name, Topology Topology, Vector3[] Rest, Vector4[] Bones, int[] Welded, IReadOnlyList<Material> Materials, Morph?[] Morphs)
{
    /// <summary>An eye turns with the gaze about the middle of its vertices.</summary>
    public EyeSide Eye { get; init; }

    /// <summary>See <see cref="Surface.Openness"/>.</summary>
    public float[]? Openness { get; init; }

    /// <summary>For hair: normals lean towards the direction from here, so that cards shade like a volume. Null for everything else.</summary>
    public Vector3? VolumeCentre { get; init; }

    /// <summary>Bone weights of a part that moves with the head alone.</summary>
    public static Vector4[] AllHead(int vertices)
    {
        var bones = new Vector4[vertices];
        bones.AsSpan().Fill(Vector4.UnitW);
        return bones;
    }

    /// <summary>See <see cref="Welded"/>; places within a hundredth of a millimetre are the same.</summary>
    public static int[] Weld(ReadOnlySpan<Vector3> positions)
    {
        var first = new Dictionary<(int, int, int), int>();
        var welded = new int[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var p = positions[i] * 1e5f;
            var key = ((int)MathF.Round(p.X), (int)MathF.Round(p.Y), (int)MathF.Round(p.Z));
            if (!first.TryGetValue(key, out var vertex)) first[key] = vertex = i;
            welded[i] = vertex;
        }

        return welded;
    }
}
