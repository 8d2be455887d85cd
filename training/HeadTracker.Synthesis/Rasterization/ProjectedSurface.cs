using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rasterization;

/// <summary>A surface on the sample grid of one camera. Its arrays are reused from picture to picture.</summary>
internal sealed class ProjectedSurface
{
    private ScreenVertex[] _vertices = [];
    private Surface? _surface;

    public Surface Surface => _surface ?? throw new InvalidOperationException("Nothing has been projected.");

    /// <summary>The number of this surface's first triangle among all of the scene's.</summary>
    public int FirstTriangle { get; private set; }

    /// <param name="source">What to project.</param>
    /// <param name="camera">Through which camera.</param>
    /// <param name="samples">Samples per pixel along each axis.</param>
    /// <param name="near">Vertices nearer than this many metres are left out with their triangles.</param>
    /// <param name="firstTriangle">See <see cref="FirstTriangle"/>.</param>
    public void Project(Surface source, PinholeCamera camera, int samples, float near, int firstTriangle)
    {
        _surface = source;
        FirstTriangle = firstTriangle;
        var positions = source.Positions;
        if (_vertices.Length < positions.Length) _vertices = new ScreenVertex[positions.Length];
        var (centreX, centreY, focal) = (camera.Width * 0.5f * samples, camera.Height * 0.5f * samples, camera.FocalLength * samples);
        for (var i = 0; i < positions.Length; i++)
        {
            var distance = -positions[i].Z;
            var nearness = distance > near ? 1 / distance : 0;
            var scale = focal * nearness;
            _vertices[i] = ScreenVertex.From(new Vector2(centreX + positions[i].X * scale, centreY - positions[i].Y * scale), nearness);
        }
    }

    /// <summary>Draws every triangle that faces the camera, or all of a two-sided surface.</summary>
    public void Draw(VisibilityBuffer target)
    {
        var indices = Surface.Topology.Indices;
        for (var t = 0; t < indices.Length; t += 3)
        {
            ref readonly var a = ref _vertices[indices[t]];
            ref readonly var b = ref _vertices[indices[t + 1]];
            ref readonly var c = ref _vertices[indices[t + 2]];
            if (a.Nearness == 0 || b.Nearness == 0 || c.Nearness == 0) continue;

            var material = Surface.MaterialOf(t / 3);

            // Anticlockwise from outside is a negative area with y down.
            var area = Rasterizer.DoubleArea(a, b, c);
            if (area >= 0 && !material.TwoSided) continue;
            var id = FirstTriangle + t / 3;
            if (material.CutOut) Rasterizer.Draw(target, id, a, b, c, new DitheredAlpha(this, t, LevelOf(t)));
            else Rasterizer.Draw(target, id, a, b, c, default(Rasterizer.Solid));
        }
    }

    /// <summary>The point that a sample shows of a triangle, by the scene's numbering.</summary>
    public SurfacePoint PointAt(int triangle, int sampleX, int sampleY)
    {
        var t = triangle - FirstTriangle;
        return SurfaceSampler.Interpolate(Surface, t, WeightsAt(t, sampleX, sampleY), LevelOf(3 * t));
    }

    /// <summary>Where that point is, and the normal of the shape itself, which no texture bends.</summary>
    public (Vector3 Position, Vector3 Normal) ShapeAt(int triangle, int sampleX, int sampleY) => ShapeAt(triangle, sampleX, sampleY, Surface);

    /// <summary>Where the same point of the surface is at another time.</summary>
    /// <param name="triangle">As for <see cref="PointAt"/>.</param>
    /// <param name="sampleX">Column of the sample that shows it.</param>
    /// <param name="sampleY">Its row.</param>
    /// <param name="moved">The surface then: the same triangles in other places.</param>
    public (Vector3 Position, Vector3 Normal) ShapeAt(int triangle, int sampleX, int sampleY, Surface moved)
    {
        var t = triangle - FirstTriangle;
        return SurfaceSampler.ShapeOf(moved, t, WeightsAt(t, sampleX, sampleY));
    }

    private Vector3 WeightsAt(int t, int sampleX, int sampleY)
    {
        var indices = Surface.Topology.Indices;
        var (a, b, c) = (_vertices[indices[3 * t]], _vertices[indices[3 * t + 1]], _vertices[indices[3 * t + 2]]);
        const int half = ScreenVertex.SubSteps / 2;
        var (px, py) = (sampleX * ScreenVertex.SubSteps + half, sampleY * ScreenVertex.SubSteps + half);
        var wa = (float)((long)(c.X - b.X) * (py - b.Y) - (long)(c.Y - b.Y) * (px - b.X));
        var wb = (float)((long)(a.X - c.X) * (py - c.Y) - (long)(a.Y - c.Y) * (px - c.X));
        var wc = (float)((long)(b.X - a.X) * (py - a.Y) - (long)(b.Y - a.Y) * (px - a.X));
        return SurfaceSampler.PerspectiveWeights(new Vector3(wa, wb, wc), new Vector3(a.Nearness, b.Nearness, c.Nearness));
    }

    private float LevelOf(int firstIndex)
    {
        var (indices, uv) = (Surface.Topology.Indices, Surface.Topology.TextureCoordinates);
        var (i, j, k) = (indices[firstIndex], indices[firstIndex + 1], indices[firstIndex + 2]);
        var (d1, d2) = (uv[j] - uv[i], uv[k] - uv[i]);
        var area = MathF.Abs(Rasterizer.DoubleArea(_vertices[i], _vertices[j], _vertices[k])) / (ScreenVertex.SubSteps * ScreenVertex.SubSteps);
        return Surface.MaterialOf(firstIndex / 3).Colour.LevelFor(MathF.Abs(d1.X * d2.Y - d2.X * d1.Y), area);
    }

    /// <summary>Alpha against a threshold that differs between the four samples of a pixel, and from pixel to pixel.</summary>
    private readonly struct DitheredAlpha(ProjectedSurface owner, int firstIndex, float level) : Rasterizer.ICoverage
    {
        public bool Covers(Vector3 weights, int x, int y)
        {
            var surface = owner.Surface;
            var (indices, uv) = (surface.Topology.Indices, surface.Topology.TextureCoordinates);
            var (i, j, k) = (indices[firstIndex], indices[firstIndex + 1], indices[firstIndex + 2]);
            var w = SurfaceSampler.PerspectiveWeights(weights,
                new Vector3(owner._vertices[i].Nearness, owner._vertices[j].Nearness, owner._vertices[k].Nearness));
            var alpha = surface.MaterialOf(firstIndex / 3).Colour.SampleAlpha(uv[i] * w.X + uv[j] * w.Y + uv[k] * w.Z, level);
            if (alpha < 0.03f) return false;
            if (alpha > 0.97f) return true;

            // The four samples of a pixel share the unit interval: 0, 2 / 3, 1 as in the smallest Bayer matrix.
            var stratum = ((x & 1) * 2) ^ ((y & 1) * 3);
            var hash = (uint)(x >> 1) * 73856093u ^ (uint)(y >> 1) * 19349663u ^ (uint)firstIndex * 83492791u;
            hash = (hash ^ hash >> 13) * 1274126177u;
            return alpha >= (stratum + (hash >> 8) * (1f / (1 << 24))) * 0.25f;
        }
    }
}
