using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rendering;

/// <summary>
/// Draws a scene with two samples per pixel across and two down: first which triangle each sample shows, then the light it
/// sends, then their mean. Within a surface, where neighbouring samples hardly differ, two on the diagonal stand for all four.
/// Owns its buffers; use one per thread. The same scene gives the same bits on every thread.
/// </summary>
public sealed class FrameRenderer
{
    private const int Samples = 2;
    private const float NearPlane = 0.02f;
    private const int ShadowTexels = 384;
    private const float ShadowHalfWidth = 0.30f;

    /// <summary>Samples brighter than this are held back, so that one glint does not outshine its pixel's edge.</summary>
    private static readonly Vector3 BrightestSample = new(16);

    private readonly ShadowMap _shadows = new(ShadowTexels, ShadowHalfWidth);
    private readonly List<ProjectedSurface> _projected = [];
    private VisibilityBuffer _solid = new(1, 1);
    private VisibilityBuffer _veil = new(1, 1);
    private bool _anyVeil;

    /// <summary>Draws a scene over whatever <paramref name="frame"/> held; its size must be the camera's.</summary>
    public void Render(Scene scene, RenderedFrame frame)
    {
        if (frame.Width != scene.Camera.Width || frame.Height != scene.Camera.Height)
        {
            throw new ArgumentException("The frame's size is not the camera's.", nameof(frame));
        }

        Prepare(frame.Width * Samples, frame.Height * Samples);
        if (scene.Lights.Key is { } key) _shadows.Draw(key.Direction, scene.ShadowCentre, scene.Surfaces);

        var anyVeil = _anyVeil = DrawSurfaces(scene);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++) ResolvePixel(scene, frame, x, y, anyVeil);
        }
    }

    /// <summary>What a region of the scene that was drawn last shows, as a grid of <paramref name="side"/> cells a side.</summary>
    /// <param name="region">In the frame's pixels; it may reach beyond the frame, where nothing is known.</param>
    /// <param name="side">Cells across, and down.</param>
    public SurfaceLabels Label(FaceBox region, int side) => Resolver.Resolve(region, side);

    /// <summary>
    /// How far what each cell of a region shows moves until a later time, in the frame's pixels: every visible point of a surface is projected at both times.
    /// What lies behind all surfaces stays; null for cells beyond the frame.
    /// </summary>
    /// <param name="region">As for <see cref="Label"/>.</param>
    /// <param name="side">Cells across, and down.</param>
    /// <param name="drawn">The scene that was drawn last.</param>
    /// <param name="later">The same surfaces at that time, in their order.</param>
    /// <exception cref="ArgumentException">They are others.</exception>
    public Vector2?[] Motion(FaceBox region, int side, Scene drawn, Scene later)
    {
        if (!drawn.Surfaces.Select(surface => surface.Topology).SequenceEqual(later.Surfaces.Select(surface => surface.Topology),
            ReferenceEqualityComparer.Instance))
        {
            throw new ArgumentException("The later scene has other surfaces.", nameof(later));
        }

        return Resolver.Motion(region, side, drawn, later);
    }

    /// <summary>Which points of the skin are seen in the picture of the scene that was drawn last.</summary>
    /// <param name="points">Metres, camera frame.</param>
    /// <param name="camera">The scene's.</param>
    public bool[] Shows(IReadOnlyList<Vector3> points, PinholeCamera camera)
    {
        var resolver = Resolver;
        return [.. points.Select(point => resolver.Shows(point, camera))];
    }

    private LabelResolver Resolver => new(_solid, _anyVeil ? _veil : null, _projected, Samples);

    private void Prepare(int width, int height)
    {
        if (_solid.Width != width || _solid.Height != height)
        {
            _solid = new VisibilityBuffer(width, height);
            _veil = new VisibilityBuffer(width, height);
        }

        _solid.Clear();
    }

    private bool DrawSurfaces(Scene scene)
    {
        var first = 0;
        var anyVeil = false;
        for (var i = 0; i < scene.Surfaces.Count; i++)
        {
            var surface = scene.Surfaces[i];
            if (i == _projected.Count) _projected.Add(new ProjectedSurface());
            _projected[i].Project(surface, scene.Camera, Samples, NearPlane, first);
            first += surface.Topology.TriangleCount;
            var transparent = surface.IsTransparent;
            if (transparent && !anyVeil) _veil.Clear();
            anyVeil |= transparent;
            _projected[i].Draw(transparent ? _veil : _solid);
        }

        _projected.RemoveRange(scene.Surfaces.Count, _projected.Count - scene.Surfaces.Count);
        return anyVeil;
    }

    private void ResolvePixel(Scene scene, RenderedFrame frame, int x, int y, bool anyVeil)
    {
        var at = y * frame.Width + x;
        var sum = Vector3.Zero;
        var depth = float.PositiveInfinity;
        var covered = 0;
        Span<byte> votes = stackalloc byte[8];
        votes.Clear();
        Vector3? background = null;
        if (!(anyVeil && IsVeiled(x, y)) && IsInterior(x, y, out var owner))
        {
            ResolveInterior(scene, frame, x, y, owner);
            return;
        }

        for (var s = 0; s < Samples * Samples; s++)
        {
            var (sx, sy) = (x * Samples + s % Samples, y * Samples + s / Samples);
            var sample = sy * _solid.Stride + sx;
            var id = _solid.Triangles[sample];
            Vector3 colour;
            var nearness = 0f;
            var label = SegmentationClass.Background;
            if (id == VisibilityBuffer.Nothing)
            {
                colour = background ??= scene.Background.Radiance(scene.Camera.RayThrough(new Vector2(x, y)), x, y);
            }
            else
            {
                nearness = _solid.Nearness[sample];
                var shaded = Shade(scene, id, sx, sy, out label);
                colour = new Vector3(shaded.X, shaded.Y, shaded.Z);
            }

            if (anyVeil && _veil.Triangles[sample] != VisibilityBuffer.Nothing && _veil.Nearness[sample] > nearness)
            {
                var over = Shade(scene, _veil.Triangles[sample], sx, sy, out var veilLabel);
                colour = Vector3.Lerp(colour, new Vector3(over.X, over.Y, over.Z), over.W);
                nearness = _veil.Nearness[sample];
                if (over.W > 0.5f || label == SegmentationClass.Background) label = veilLabel;
            }

            sum += Vector3.Min(colour, BrightestSample);
            votes[(int)label]++;
            if (nearness <= 0) continue;
            covered++;
            depth = MathF.Min(depth, 1 / nearness);
        }

        frame.Radiance[at] = sum * (1f / (Samples * Samples));
        frame.Coverage[at] = covered * (1f / (Samples * Samples));
        frame.Segmentation[at] = Winner(votes);
        frame.Depth[at] = frame.Segmentation[at] == SegmentationClass.Background ? float.PositiveInfinity : depth;
    }

    private bool IsVeiled(int x, int y)
    {
        var first = y * Samples * _veil.Stride + x * Samples;
        var all = _veil.Triangles[first] & _veil.Triangles[first + 1] & _veil.Triangles[first + _veil.Stride] & _veil.Triangles[first + _veil.Stride + 1];
        return all != VisibilityBuffer.Nothing;
    }

    /// <summary>Whether all samples of a pixel show one surface without holes.</summary>
    private bool IsInterior(int x, int y, out ProjectedSurface owner)
    {
        var first = y * Samples * _solid.Stride + x * Samples;
        var (a, b) = (_solid.Triangles[first], _solid.Triangles[first + 1]);
        var (c, d) = (_solid.Triangles[first + _solid.Stride], _solid.Triangles[first + _solid.Stride + 1]);
        owner = _projected[0];
        if ((a | b | c | d) < 0) return false;
        owner = FindOwner(a);
        var end = owner.FirstTriangle + owner.Surface.Topology.TriangleCount;
        return b >= owner.FirstTriangle && b < end && c >= owner.FirstTriangle && c < end && d >= owner.FirstTriangle && d < end
            && !owner.Surface.MaterialOf(a - owner.FirstTriangle).CutOut;
    }

    private void ResolveInterior(Scene scene, RenderedFrame frame, int x, int y, ProjectedSurface owner)
    {
        var (sx, sy) = (x * Samples, y * Samples);
        var first = sy * _solid.Stride + sx;
        var last = first + _solid.Stride + 1;
        var one = Shade(scene, owner, _solid.Triangles[first], sx, sy, out var label);
        var two = Shade(scene, owner, _solid.Triangles[last], sx + 1, sy + 1, out _);
        var at = y * frame.Width + x;
        frame.Radiance[at] = (Vector3.Min(new Vector3(one.X, one.Y, one.Z), BrightestSample)
            + Vector3.Min(new Vector3(two.X, two.Y, two.Z), BrightestSample)) * 0.5f;
        frame.Coverage[at] = 1;
        frame.Segmentation[at] = label;
        frame.Depth[at] = 1 / MathF.Max(_solid.Nearness[first], _solid.Nearness[last]);
    }

    private Vector4 Shade(Scene scene, int id, int sx, int sy, out SegmentationClass label) => Shade(scene, FindOwner(id), id, sx, sy, out label);

    private Vector4 Shade(Scene scene, ProjectedSurface owner, int id, int sx, int sy, out SegmentationClass label)
    {
        var point = owner.PointAt(id, sx, sy);
        var material = owner.Surface.MaterialOf(id - owner.FirstTriangle);
        label = material.Class;
        var lit = 0f;
        if (scene.Lights.Key is { } key && (material.Reflection == Reflection.Hair || Vector3.Dot(point.Normal, key.Direction) > -0.35f))
        {
            var turn = (sx * 0.7548777f + sy * 0.5698403f) * (2 * MathF.PI);
            lit = _shadows.Lit(point.Position, point.Normal, key.Softness, turn);
        }

        return SurfaceShader.Shade(point, material, scene.Lights, lit);
    }

    private ProjectedSurface FindOwner(int id)
    {
        var i = _projected.Count - 1;
        while (_projected[i].FirstTriangle > id) i--;
        return _projected[i];
    }

    private static SegmentationClass Winner(ReadOnlySpan<byte> votes)
    {
        var best = 0;
        for (var i = 1; i < votes.Length; i++)
        {
            if (votes[i] >= votes[best] && votes[i] > 0) best = i;
        }

        return (SegmentationClass)best;
    }
}
