using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rasterization;

/// <summary>A point of a surface that a sample of the picture shows.</summary>
/// <param name="Position">Metres, camera frame.</param>
/// <param name="Normal">Unit, camera frame, bent by the normal texture and turned towards the viewer.</param>
/// <param name="Strand">Unit tangent along growing v, the way strands of hair run.</param>
/// <param name="Uv">Texture coordinates.</param>
/// <param name="Level">Mip level for this triangle.</param>
/// <param name="Openness">See <see cref="Surface"/>.</param>
public readonly record struct SurfacePoint(Vector3 Position, Vector3 Normal, Vector3 Strand, Vector2 Uv, float Level, float Openness);

/// <summary>Interpolates a surface's vertices for a sample, correctly for perspective.</summary>
public static class SurfaceSampler
{
    /// <summary>
    /// Weights in space from weights on the screen: what is linear in space is linear on the screen only after division by the
    /// distance, so each weight is multiplied by its corner's nearness (1 / distance) and the sum brought back to 1.
    /// </summary>
    public static Vector3 PerspectiveWeights(Vector3 screenWeights, Vector3 nearness)
    {
        var weighted = screenWeights * nearness;
        return weighted / (weighted.X + weighted.Y + weighted.Z);
    }

    /// <param name="surface">The surface.</param>
    /// <param name="triangle">Which of its triangles.</param>
    /// <param name="weights">Weights in space of its corners.</param>
    /// <param name="level">Mip level, see <see cref="Texture.LevelFor"/>.</param>
    public static SurfacePoint Interpolate(Surface surface, int triangle, Vector3 weights, float level)
    {
        var (indices, uvs, positions) = (surface.Topology.Indices, surface.Topology.TextureCoordinates, surface.Positions);
        var (i, j, k) = (indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]);
        var uv = uvs[i] * weights.X + uvs[j] * weights.Y + uvs[k] * weights.Z;
        var position = positions[i] * weights.X + positions[j] * weights.Y + positions[k] * weights.Z;
        var normal = surface.Normals[i] * weights.X + surface.Normals[j] * weights.Y + surface.Normals[k] * weights.Z;
        normal = Vector3.Normalize(normal);
        var openness = surface.Openness is { } open ? open[i] * weights.X + open[j] * weights.Y + open[k] * weights.Z : 1;

        var material = surface.MaterialOf(triangle);
        var strand = Vector3.UnitY;
        if (material.Normals is not null || material.Reflection == Reflection.Hair)
        {
            var (e1, e2) = (positions[j] - positions[i], positions[k] - positions[i]);
            var (d1, d2) = (uvs[j] - uvs[i], uvs[k] - uvs[i]);
            var determinant = d1.X * d2.Y - d2.X * d1.Y;
            var sign = determinant < 0 ? -1f : 1;
            var alongU = (e1 * d2.Y - e2 * d1.Y) * sign;
            var alongV = (e2 * d1.X - e1 * d2.X) * sign;
            strand = alongV.LengthSquared() > 0 ? Vector3.Normalize(alongV) : Vector3.UnitY;
            if (material.Normals is { } map && alongU.LengthSquared() > 0)
            {
                var bent = map.Sample(uv, level) * 2 - Vector4.One;
                normal = Vector3.Normalize(normal * MathF.Max(bent.Z, 0.2f) + Vector3.Normalize(alongU) * bent.X - strand * bent.Y);
            }
        }

        if (material.TwoSided && material.Reflection != Reflection.Hair && Vector3.Dot(normal, position) > 0) normal = -normal;
        return new SurfacePoint(position, normal, strand, uv, level, openness);
    }

    /// <summary>Position and unit normal of the shape, the normal turned towards the viewer where both sides are seen.</summary>
    /// <inheritdoc cref="Interpolate"/>
    public static (Vector3 Position, Vector3 Normal) ShapeOf(Surface surface, int triangle, Vector3 weights)
    {
        var (indices, positions, normals) = (surface.Topology.Indices, surface.Positions, surface.Normals);
        var (i, j, k) = (indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]);
        var position = positions[i] * weights.X + positions[j] * weights.Y + positions[k] * weights.Z;
        var normal = Vector3.Normalize(normals[i] * weights.X + normals[j] * weights.Y + normals[k] * weights.Z);
        return (position, surface.MaterialOf(triangle).TwoSided && Vector3.Dot(normal, position) > 0 ? -normal : normal);
    }
}
