using System.Numerics;

namespace HeadTracker.Synthesis.Heads;

/// <summary>A change of shape: the vertices that move and by how much, in metres.</summary>
public sealed record Morph(int[] Vertices, Vector3[] Offsets)
{
    /// <summary>Offsets shorter than this are dropped: a hundredth of a millimetre.</summary>
    private const float Shortest = 1e-5f;

    /// <summary>Keeps what moves of one offset per vertex; null when nothing does.</summary>
    public static Morph? FromDense(ReadOnlySpan<Vector3> offsets)
    {
        var vertices = new List<int>();
        var moved = new List<Vector3>();
        for (var i = 0; i < offsets.Length; i++)
        {
            if (offsets[i].LengthSquared() < Shortest * Shortest) continue;
            vertices.Add(i);
            moved.Add(offsets[i]);
        }

        return vertices.Count == 0 ? null : new Morph([.. vertices], [.. moved]);
    }

    /// <summary>Moves <paramref name="positions"/> by <paramref name="weight"/> times this change.</summary>
    public void AddTo(Span<Vector3> positions, float weight)
    {
        for (var i = 0; i < Vertices.Length; i++) positions[Vertices[i]] += Offsets[i] * weight;
    }
}
