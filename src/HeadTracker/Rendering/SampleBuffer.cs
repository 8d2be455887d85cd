using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>
/// Triangles with depth on a grid of several samples per pixel, then mixed into a picture. What was touched is remembered in
/// tiles and only that is mixed and wiped, so that the cost is that of the shapes and not of the area they span.
/// </summary>
internal sealed class SampleBuffer
{
    private const int TileSize = 8;

    private float[] _nearness = [];
    private uint[] _colors = [];
    private bool[] _touched = [];
    private int _left, _top, _width, _height, _tilesAcross;

    /// <summary>Samples per pixel along each side.</summary>
    public int Samples { get; private set; }

    /// <param name="Position">In samples from the buffer's corner.</param>
    /// <param name="Nearness">1 / depth, which is linear across a picture; 0 for a corner too near to draw.</param>
    /// <param name="Color">Red, green, blue from 0 to 1.</param>
    public record struct Corner(Vector2 Position, float Nearness, Vector3 Color);

    /// <summary>Places the buffer over a part of the picture, in its pixels.</summary>
    public void Cover(int left, int top, int width, int height, int samples)
    {
        (_left, _top, _width, _height, Samples) = (left, top, width, height, samples);
        _tilesAcross = (width + TileSize - 1) / TileSize;
        var count = width * height * samples * samples;
        var tiles = _tilesAcross * ((height + TileSize - 1) / TileSize);
        if (_nearness.Length < count) (_nearness, _colors) = (new float[count], new uint[count]);
        if (_touched.Length < tiles) _touched = new bool[tiles];
    }

    /// <summary>From a position in the picture's pixels, where (0, 0) is its corner.</summary>
    public Vector2 ToSamples(Vector2 pixel) => (pixel - new Vector2(_left, _top)) * Samples;

    /// <summary>Fills a triangle where it is nearer than what is there.</summary>
    /// <param name="area">Twice its area, with the sign of the corners' sense of turning; not 0.</param>
    /// <param name="alpha">Below 1 it lets through what was filled behind it before.</param>
    public void Fill(in Corner a, in Corner b, in Corner c, float area, float alpha)
    {
        var (columns, rows) = (_width * Samples, _height * Samples);
        var top = (int)Math.Clamp(MathF.Min(a.Position.Y, MathF.Min(b.Position.Y, c.Position.Y)), 0, rows);
        var bottom = (int)Math.Clamp(MathF.Max(a.Position.Y, MathF.Max(b.Position.Y, c.Position.Y)) + 1, 0, rows);

        // Each corner's share falls linearly from 1 at the corner to 0 at the opposite side; step: its change per column.
        var (stepA, stepB, stepC) = ((b.Position.Y - c.Position.Y) / area, (c.Position.Y - a.Position.Y) / area, (a.Position.Y - b.Position.Y) / area);
        var nearnessStep = stepA * a.Nearness + stepB * b.Nearness + stepC * c.Nearness;
        var colorStep = stepA * a.Color + stepB * b.Color + stepC * c.Color;
        for (var y = top; y < bottom; y++)
        {
            var start = new Vector2(0.5f, y + 0.5f);
            var shareA = Cross(c.Position - b.Position, start - b.Position) / area;
            var shareB = Cross(a.Position - c.Position, start - c.Position) / area;
            var shareC = Cross(b.Position - a.Position, start - a.Position) / area;
            var (first, last) = (0f, columns - 1f);
            Narrow(shareA, stepA, ref first, ref last);
            Narrow(shareB, stepB, ref first, ref last);
            Narrow(shareC, stepC, ref first, ref last);
            if (first > last) continue;

            var (x0, x1) = ((int)first, (int)last);
            var nearness = shareA * a.Nearness + shareB * b.Nearness + shareC * c.Nearness + x0 * nearnessStep;
            var color = shareA * a.Color + shareB * b.Color + shareC * c.Color + x0 * colorStep;
            Touch(x0, x1, y);
            for (var index = y * columns + x0; index <= y * columns + x1; index++)
            {
                if (nearness > _nearness[index])
                {
                    _nearness[index] = nearness;
                    _colors[index] = Over(color, alpha, _colors[index]);
                }

                nearness += nearnessStep;
                color += colorStep;
            }
        }
    }

    /// <summary>Mixes the samples into the picture and wipes them.</summary>
    public void Resolve(PixelCanvas canvas)
    {
        for (var tile = 0; tile < _touched.Length; tile++)
        {
            if (!_touched[tile]) continue;
            _touched[tile] = false;
            var (x0, y0) = (tile % _tilesAcross * TileSize, tile / _tilesAcross * TileSize);
            for (var y = y0; y < Math.Min(y0 + TileSize, _height); y++)
            {
                for (var x = x0; x < Math.Min(x0 + TileSize, _width); x++) ResolvePixel(canvas, x, y);
            }
        }
    }

    private void ResolvePixel(PixelCanvas canvas, int x, int y)
    {
        var sum = Vector4.Zero;
        for (var row = 0; row < Samples; row++)
        {
            var start = ((y * Samples + row) * _width + x) * Samples;
            for (var index = start; index < start + Samples; index++)
            {
                var color = _colors[index];
                if (color == 0) continue;
                sum += Unpack(color);
                (_colors[index], _nearness[index]) = (0, 0);
            }
        }

        if (sum.W == 0) return;
        canvas.Blend(_left + x, _top + y, sum / sum.W, sum.W / (255 * Samples * Samples));
    }

    // Keeps the columns where a share is not negative.
    private static void Narrow(float share, float step, ref float first, ref float last)
    {
        if (step > 0) first = MathF.Max(first, MathF.Ceiling(-share / step));
        else if (step < 0) last = MathF.Min(last, MathF.Floor(share / -step));
        else if (share < 0) last = -1;
    }

    private void Touch(int x0, int x1, int y)
    {
        var size = TileSize * Samples;
        var row = y / size * _tilesAcross;
        _touched.AsSpan(row + x0 / size, x1 / size - x0 / size + 1).Fill(true);
    }

    private static float Cross(Vector2 a, Vector2 b) => a.X * b.Y - a.Y * b.X;

    // Samples hold alpha, red, green, blue in a byte each, colours multiplied with their alpha; 0 is an untouched sample.
    private static uint Over(Vector3 color, float alpha, uint below)
    {
        var result = new Vector4(Vector3.Clamp(color, Vector3.Zero, Vector3.One) * alpha, alpha) * 255;
        if (alpha < 1 && below != 0) result += (1 - alpha) * Unpack(below);
        result += new Vector4(0.5f);
        return (uint)result.W << 24 | (uint)result.X << 16 | (uint)result.Y << 8 | (uint)result.Z;
    }

    private static Vector4 Unpack(uint color) => new(color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF, color >> 24);
}
