using System.Numerics;

namespace HeadTracker.Synthesis.Scenes;

/// <summary>Triangles and their texture coordinates: what stays when a surface moves. Immutable, shared.</summary>
/// <param name="Indices">Three vertex numbers per triangle, anticlockwise seen from outside.</param>
/// <param name="TextureCoordinates">One per vertex, v down.</param>
public sealed record Topology(int[] Indices, Vector2[] TextureCoordinates)
{
    public int VertexCount => TextureCoordinates.Length;
}

/// <summary>A surface as the camera sees it in one picture.</summary>
/// <param name="Topology">Its triangles.</param>
/// <param name="Positions">Metres in the camera frame (x right, y up, z towards the viewer).</param>
/// <param name="Normals">Unit, camera frame.</param>
/// <param name="Openness">Per vertex, the share of the surroundings that reaches it past the head itself: 0 hidden, 1 open. Null is 1.</param>
/// <param name="Material">How it answers light.</param>
public sealed record Surface(Topology Topology, Vector3[] Positions, Vector3[] Normals, float[]? Openness, Material Material);
