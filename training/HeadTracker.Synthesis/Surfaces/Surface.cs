using System.Numerics;

namespace HeadTracker.Synthesis.Surfaces;

/// <summary>Triangles and their texture coordinates: what stays when a surface moves. Immutable, shared.</summary>
/// <param name="Indices">Three vertex numbers per triangle, anticlockwise seen from outside.</param>
/// <param name="TextureCoordinates">One per vertex, v down.</param>
/// <param name="Groups">Per triangle, which of its surface's materials it has; null when there is one.</param>
public sealed record Topology(int[] Indices, Vector2[] TextureCoordinates, byte[]? Groups = null)
{
    public int TriangleCount => Indices.Length / 3;

    public int VertexCount => TextureCoordinates.Length;

    /// <summary>For corners that come from a file, where they come in: nothing that fits, folds or draws a mesh looks again.</summary>
    /// <param name="corners">Vertex numbers.</param>
    /// <param name="vertices">How many there are.</param>
    /// <exception cref="InvalidDataException">One of them is no vertex.</exception>
    public static void CheckCorners(ReadOnlySpan<int> corners, int vertices)
    {
        foreach (var corner in corners)
        {
            if ((uint)corner >= (uint)vertices) throw new InvalidDataException($"a triangle's corner is vertex {corner} of {vertices}");
        }
    }
}

/// <summary>A surface as the camera sees it in one picture.</summary>
/// <param name="Topology">Its triangles.</param>
/// <param name="Positions">Metres in the camera frame (x right, y up, z towards the viewer).</param>
/// <param name="Normals">Unit, camera frame.</param>
/// <param name="Openness">Per vertex, the share of the surroundings that reaches it past the head itself: 0 hidden, 1 open. Null is 1.</param>
/// <param name="Materials">How it answers light, by the topology's groups. Either all are transparent or none.</param>
public sealed record Surface(Topology Topology, Vector3[] Positions, Vector3[] Normals, float[]? Openness, IReadOnlyList<Material> Materials)
{
    /// <summary>Per triangle, which part of a face it is; null where the materials' classes tell all. Made when somebody asks.</summary>
    public Lazy<FacePart[]>? Parts { get; init; }

    /// <summary>Blended over what lies behind.</summary>
    public bool IsTransparent => Materials[0].Opacity < 1;

    public Material MaterialOf(int triangle) => Materials[Topology.Groups is { } groups ? groups[triangle] : 0];

    public FacePart PartOf(int triangle) => Parts is { } parts ? parts.Value[triangle] : FaceParts.OfClass(MaterialOf(triangle).Class);
}
