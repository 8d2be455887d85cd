using System.Numerics;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Lighting;

/// <summary>What a parallel light sees, to tell which points it reaches. One per thread, filled anew for every picture.</summary>
public sealed class ShadowMap
{
    private const int Taps = 12;
    private static readonly Vector2[] Spiral = MakeSpiral();

    private readonly VisibilityBuffer _buffer;
    private readonly float _halfWidth;
    private ScreenVertex[] _vertices = [];
    private Vector3 _right, _up, _towards, _centre;
    private float _texelsPerMetre;

    /// <param name="size">Texels along each side.</param>
    /// <param name="halfWidth">Metres from the map's centre to its edge.</param>
    public ShadowMap(int size, float halfWidth)
    {
        _buffer = new VisibilityBuffer(size, size);
        _halfWidth = halfWidth;
    }

    /// <summary>Draws surfaces as seen from the light.</summary>
    /// <param name="direction">Unit vector towards the light.</param>
    /// <param name="middle">The point at the map's centre.</param>
    /// <param name="surfaces">What casts shadows; transparent ones are left out.</param>
    public void Draw(Vector3 direction, Vector3 middle, IEnumerable<Surface> surfaces)
    {
        _towards = direction;
        _right = Vector3.Normalize(Vector3.Cross(MathF.Abs(direction.Y) > 0.9f ? Vector3.UnitX : Vector3.UnitY, direction));
        _up = Vector3.Cross(direction, _right);
        _centre = middle;
        _texelsPerMetre = _buffer.Width / (2 * _halfWidth);
        _buffer.Clear();
        foreach (var surface in surfaces)
        {
            if (surface.IsTransparent) continue;
            DrawSurface(surface);
        }
    }

    /// <summary>The share of the light that reaches a point, 0 to 1.</summary>
    /// <param name="point">In the frame of <see cref="Draw"/>.</param>
    /// <param name="normal">Unit normal there: the test point is moved along it, so that a surface does not shade itself.</param>
    /// <param name="softness">Radius of the filter in metres.</param>
    /// <param name="turn">An angle in radians that turns the filter's taps: varied from sample to sample it trades bands for grain.</param>
    public float Lit(Vector3 point, Vector3 normal, float softness, float turn)
    {
        var texel = 1 / _texelsPerMetre;
        var local = Local(point + normal * (1.5f * texel + 0.35f * softness));
        var depth = local.Z + texel;
        var radius = MathF.Max(softness * _texelsPerMetre, 0.75f);
        var (sine, cosine) = MathF.SinCos(turn);
        var lit = 0;
        foreach (var tap in Spiral)
        {
            var x = (int)(local.X + (tap.X * cosine - tap.Y * sine) * radius);
            var y = (int)(local.Y + (tap.X * sine + tap.Y * cosine) * radius);
            if ((uint)x >= (uint)_buffer.Width || (uint)y >= (uint)_buffer.Height || _buffer.Nearness[y * _buffer.Stride + x] <= depth) lit++;
        }

        return lit * (1f / Taps);
    }

    /// <summary>As <see cref="Lit"/> with a hard edge: whether the light reaches a point.</summary>
    public bool IsLit(Vector3 point, Vector3 normal)
    {
        var texel = 1 / _texelsPerMetre;
        var local = Local(point + normal * (2.5f * texel));
        var (x, y) = ((int)local.X, (int)local.Y);
        return (uint)x >= (uint)_buffer.Width || (uint)y >= (uint)_buffer.Height || _buffer.Nearness[y * _buffer.Stride + x] <= local.Z + texel;
    }

    private Vector3 Local(Vector3 point)
    {
        var offset = point - _centre;
        return new Vector3(
            (Vector3.Dot(offset, _right) + _halfWidth) * _texelsPerMetre,
            (_halfWidth - Vector3.Dot(offset, _up)) * _texelsPerMetre,
            Vector3.Dot(offset, _towards));
    }

    private void DrawSurface(Surface surface)
    {
        var positions = surface.Positions;
        if (_vertices.Length < positions.Length) _vertices = new ScreenVertex[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var local = Local(positions[i]);
            _vertices[i] = ScreenVertex.From(new Vector2(local.X, local.Y), local.Z);
        }

        var indices = surface.Topology.Indices;
        for (var t = 0; t < indices.Length; t += 3)
        {
            var (a, b, c) = (_vertices[indices[t]], _vertices[indices[t + 1]], _vertices[indices[t + 2]]);
            if (surface.MaterialOf(t / 3).CutOut) Rasterizer.Draw(_buffer, t / 3, a, b, c, new AlphaAtLeastHalf(surface, t));
            else Rasterizer.Draw(_buffer, t / 3, a, b, c, default(Rasterizer.Solid));
        }
    }

    // Golden-angle spiral: evenly spread over a disc for any number of taps.
    private static Vector2[] MakeSpiral()
    {
        var taps = new Vector2[Taps];
        for (var i = 0; i < Taps; i++)
        {
            var (sine, cosine) = MathF.SinCos(i * 2.39996323f);
            taps[i] = new Vector2(cosine, sine) * MathF.Sqrt((i + 0.5f) / Taps);
        }

        return taps;
    }

    private readonly struct AlphaAtLeastHalf(Surface surface, int firstIndex) : Rasterizer.ICoverage
    {
        private const float CoarseLevel = 2;

        public bool Covers(Vector3 weights, int x, int y)
        {
            var (indices, uv) = (surface.Topology.Indices, surface.Topology.TextureCoordinates);
            var at = uv[indices[firstIndex]] * weights.X + uv[indices[firstIndex + 1]] * weights.Y + uv[indices[firstIndex + 2]] * weights.Z;
            return surface.MaterialOf(firstIndex / 3).Colour.SampleAlpha(at, CoarseLevel) >= 0.5f;
        }
    }
}
