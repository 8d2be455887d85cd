using System.Numerics;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads;

/// <summary>
/// How open each point of a person at rest is: the cosine-weighted share of directions that no part of the person blocks,
/// found by looking at the person from many sides. Sockets, nostrils, the mouth, the skin under hair and chin come out dark.
/// </summary>
public static class HeadOpenness
{
    private const int Directions = 40;
    private const int Texels = 160;
    private const float HalfWidth = 0.26f;

    /// <summary>The same parts with their openness.</summary>
    public static IReadOnlyList<HeadPart> Apply(IReadOnlyList<HeadPart> parts)
    {
        var surfaces = parts.Select(p => new Surface(p.Topology, p.Rest, Normals(p), null, p.Materials)).ToList();
        var open = parts.Select(p => new float[p.Rest.Length]).ToList();
        var total = parts.Select(p => new float[p.Rest.Length]).ToList();
        var map = new ShadowMap(Texels, HalfWidth);
        for (var d = 0; d < Directions; d++)
        {
            // A Fibonacci sphere.
            var y = 1 - 2 * (d + 0.5f) / Directions;
            var radius = MathF.Sqrt(1 - y * y);
            var (sine, cosine) = MathF.SinCos(d * 2.39996323f);
            var direction = new Vector3(radius * cosine, y, radius * sine);
            map.Draw(direction, new Vector3(0, 0.03f, 0.02f), surfaces);
            for (var p = 0; p < parts.Count; p++) Gather(surfaces[p], direction, map, open[p], total[p]);
        }

        return [.. parts.Select((part, p) => part with { Openness = [.. open[p].Select((o, i) => total[p][i] > 0 ? o / total[p][i] : 1)] })];
    }

    private static void Gather(Surface surface, Vector3 direction, ShadowMap map, float[] open, float[] total)
    {
        for (var i = 0; i < open.Length; i++)
        {
            var facing = Vector3.Dot(surface.Normals[i], direction);
            if (facing <= 0) continue;
            total[i] += facing;
            if (map.IsLit(surface.Positions[i], surface.Normals[i])) open[i] += facing;
        }
    }

    private static Vector3[] Normals(HeadPart part)
    {
        var (indices, rest) = (part.Topology.Indices, part.Rest);
        var sums = new Vector3[rest.Length];
        for (var t = 0; t < indices.Length; t += 3)
        {
            var normal = Vector3.Cross(rest[indices[t + 1]] - rest[indices[t]], rest[indices[t + 2]] - rest[indices[t]]);
            for (var k = 0; k < 3; k++) sums[part.Welded[indices[t + k]]] += normal;
        }

        return [.. part.Welded.Select((w, i) =>
        {
            var normal = sums[w].LengthSquared() > 0 ? Vector3.Normalize(sums[w]) : Vector3.UnitZ;
            return part.VolumeCentre is { } c && Vector3.Dot(normal, rest[i] - c) < 0 ? -normal : normal;
        })];
    }
}
