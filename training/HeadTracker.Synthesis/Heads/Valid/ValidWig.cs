using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>Puts the hair of one avatar on another head.</summary>
internal static class ValidWig
{
    private const int Neighbours = 4;

    /// <summary>Hair stays this far off the skin, in metres.</summary>
    private const float Clearance = 0.003f;

    /// <param name="owner">The avatar whose hair it is.</param>
    /// <param name="skin">The new head's skin in the common numbering, after <paramref name="upright"/>.</param>
    /// <param name="upright">What turned the mixed shapes.</param>
    public static HeadPart Fit(ValidHead owner, Vector3[] skin, Quaternion upright)
    {
        var (wig, mesh) = (owner.Wig!, owner.WigMesh!);
        var own = owner.Parts[0];
        var positions = new Vector3[wig.Positions.Length];
        Span<(float Distance, int Vertex)> nearest = stackalloc (float, int)[Neighbours];
        for (var i = 0; i < positions.Length; i++)
        {
            nearest.Fill((float.PositiveInfinity, 0));
            foreach (var v in owner.Scalp)
            {
                var distance = Vector3.DistanceSquared(own.Positions[v], wig.Positions[i]);
                if (distance < nearest[^1].Distance) Insert(nearest, distance, v);
            }

            // Each strand moves as the skin under it does, and is lifted where it would sink in.
            var (moved, weights, closest) = (Vector3.Zero, 0f, nearest[0].Vertex);
            foreach (var (distance, vertex) in nearest)
            {
                var weight = 1 / (distance + 1e-6f);
                moved += (skin[vertex] - Vector3.Transform(own.Positions[vertex], upright)) * weight;
                weights += weight;
            }

            var strand = Vector3.Transform(wig.Positions[i], upright) + moved / weights;
            var outwards = skin[closest].LengthSquared() > 0 ? Vector3.Normalize(skin[closest] - new Vector3(0, 0.05f, 0)) : Vector3.UnitY;
            var height = Vector3.Dot(strand - skin[closest], outwards);
            var near = nearest[0].Distance < 0.02f * 0.02f;
            positions[i] = near && height < Clearance ? strand + outwards * (Clearance - height) : strand;
        }

        var material = new Material(Reflection.Hair, owner.WigColour(), SegmentationClass.Hair) { TwoSided = true, CutOut = false, Roughness = 0.45f,
            Specular = 0.05f };
        return new HeadPart(
            "wig", new Topology(mesh.Indices, mesh.TextureCoordinates), positions, HeadPart.AllHead(positions.Length), HeadPart.Weld(positions),
                [material], new Morph?[ValidActions.Morphs.Count])
        {
            VolumeCentre = new Vector3(0, 0.06f, 0),
        };
    }

    private static void Insert(Span<(float Distance, int Vertex)> sorted, float distance, int vertex)
    {
        var at = sorted.Length - 1;
        for (; at > 0 && sorted[at - 1].Distance > distance; at--) sorted[at] = sorted[at - 1];
        sorted[at] = (distance, vertex);
    }
}
