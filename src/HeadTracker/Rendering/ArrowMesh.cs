using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>An arrow along +z from the origin to (0, 0, 1): a shaft and a cone, as triangles that face outwards.</summary>
public static class ArrowMesh
{
    private const int Sides = 28;
    private const float ShaftRadius = 0.026f;
    private const float HeadStart = 0.76f;

    /// <summary>Of the cone, the arrow's thickest part.</summary>
    public const float HeadRadius = 0.072f;

    /// <summary>Three to a triangle, counter-clockwise seen from outside.</summary>
    public static Vertex[] Vertices { get; } = Build();

    public readonly record struct Vertex(Vector3 Position, Vector3 Normal);

    private static Vertex[] Build()
    {
        var vertices = new List<Vertex>(Sides * 15);
        // The cone's normal leans towards the tip by the cone's slope.
        var slope = Vector2.Normalize(new Vector2(1 - HeadStart, HeadRadius));
        for (var side = 0; side < Sides; side++)
        {
            var a = Around(side);
            var b = Around(side + 1);
            var middle = Vector3.Normalize(a + b);

            AddQuad(vertices, new Vertex(a * ShaftRadius, a), new Vertex(b * ShaftRadius, b), HeadStart);
            // Both discs look back along the shaft: its foot, and the cone's base.
            AddDisc(vertices, a * ShaftRadius, b * ShaftRadius, 0);
            AddDisc(vertices, a * HeadRadius, b * HeadRadius, HeadStart);

            vertices.Add(new Vertex(a * HeadRadius + Vector3.UnitZ * HeadStart, Lean(a)));
            vertices.Add(new Vertex(b * HeadRadius + Vector3.UnitZ * HeadStart, Lean(b)));
            vertices.Add(new Vertex(Vector3.UnitZ, Lean(middle)));
        }

        return [.. vertices];

        static Vector3 Around(int side)
        {
            var (sine, cosine) = MathF.SinCos(side * 2 * MathF.PI / Sides);
            return new Vector3(cosine, sine, 0);
        }

        Vector3 Lean(Vector3 outwards) => outwards * slope.X + Vector3.UnitZ * slope.Y;
    }

    private static void AddQuad(List<Vertex> vertices, Vertex a, Vertex b, float height)
    {
        var rise = Vector3.UnitZ * height;
        var (aTop, bTop) = (a with { Position = a.Position + rise }, b with { Position = b.Position + rise });
        vertices.AddRange([a, b, bTop, a, bTop, aTop]);
    }

    private static void AddDisc(List<Vertex> vertices, Vector3 a, Vector3 b, float height)
    {
        var rise = Vector3.UnitZ * height;
        vertices.AddRange([new Vertex(rise, -Vector3.UnitZ), new Vertex(b + rise, -Vector3.UnitZ), new Vertex(a + rise, -Vector3.UnitZ)]);
    }
}
