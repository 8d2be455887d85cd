using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>
/// Draws the axes' mesh on a picture without a GPU: perspective, depth test, the window's lighting, and anti-aliasing by
/// several samples per pixel. Keeps its buffers from call to call, so one instance serves one thread.
/// </summary>
internal sealed class AxesRasterizer
{
    /// <summary>Nothing nearer than this, in metres, is drawn.</summary>
    private const float NearPlane = 0.02f;

    private readonly Corner[] _corners = new Corner[ArrowMesh.Vertices.Length];
    private float[] _nearness = [];
    private uint[] _colors = [];
    private int _samples;
    private int _left, _top, _width, _height;

    private record struct Corner(Vector2 Pixel, float Nearness, Vector3 Normal);

    /// <param name="outline">Thickness in pixels of the dark line around the axes that sets them off from the picture.</param>
    public void Draw(PixelCanvas canvas, in AxesGeometry axes, PinholeCamera camera, float outline)
    {
        if (!Prepare(canvas, axes, camera, outline)) return;
        for (var axis = PoseAxis.X; axis <= PoseAxis.Z; axis++)
        {
            var color = Palette.Of(axis).AsVector3();
            Transform(axes, axis, camera, outline / camera.FocalLength);
            Fill(Palette.Outline.AsVector3(), isOutline: true);
            Transform(axes, axis, camera, 0);
            Fill(color, isOutline: false);
        }

        Resolve(canvas);
    }

    // Finds the part of the picture that the axes cover and clears the samples for it.
    private bool Prepare(PixelCanvas canvas, in AxesGeometry axes, PinholeCamera camera, float outline)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        Span<Vector3> ends = [axes.Origin, axes.Tip(PoseAxis.X), axes.Tip(PoseAxis.Y), axes.Tip(PoseAxis.Z)];
        foreach (var end in ends)
        {
            if (end.Z > -NearPlane) return false;
            var pixel = camera.Project(end);
            var reach = new Vector2(0.08f * axes.Length * camera.FocalLength / -end.Z + outline + 2);
            (low, high) = (Vector2.Min(low, pixel - reach), Vector2.Max(high, pixel + reach));
        }

        _left = (int)Math.Clamp(low.X, 0, canvas.Width);
        _top = (int)Math.Clamp(low.Y, 0, canvas.Height);
        _width = (int)Math.Clamp(high.X + 1, 0, canvas.Width) - _left;
        _height = (int)Math.Clamp(high.Y + 1, 0, canvas.Height) - _top;
        if (_width <= 0 || _height <= 0) return false;

        _samples = _width * _height > 250_000 ? 2 : 3;
        var count = _width * _height * _samples * _samples;
        if (_nearness.Length < count) (_nearness, _colors) = (new float[count], new uint[count]);
        _nearness.AsSpan(0, count).Clear();
        _colors.AsSpan(0, count).Clear();
        return true;
    }

    private void Transform(in AxesGeometry axes, PoseAxis axis, PinholeCamera camera, float growth)
    {
        var orientation = axes.Orientation(axis);
        for (var i = 0; i < _corners.Length; i++)
        {
            var vertex = ArrowMesh.Vertices[i];
            var normal = Vector3.Transform(vertex.Normal, orientation);
            var point = axes.Origin + axes.Length * Vector3.Transform(vertex.Position, orientation);
            point += normal * (growth * -point.Z);
            // Sample positions: pixel (0, 0) spans 0 to 1, its centre is the camera's whole number.
            var pixel = (camera.Project(point) + new Vector2(0.5f) - new Vector2(_left, _top)) * _samples;
            _corners[i] = new Corner(pixel, point.Z > -NearPlane ? 0 : 1 / -point.Z, normal);
        }
    }

    // The outline is the far side of a slightly thicker arrow, in one dark colour.
    private void Fill(Vector3 color, bool isOutline)
    {
        for (var i = 0; i + 2 < _corners.Length; i += 3)
        {
            var (a, b, c) = (_corners[i], _corners[i + 1], _corners[i + 2]);
            if (a.Nearness == 0 || b.Nearness == 0 || c.Nearness == 0) continue;
            // Rows run downwards, which turns the mesh's counter-clockwise triangles clockwise: negative area faces the viewer.
            var area = Cross(b.Pixel - a.Pixel, c.Pixel - a.Pixel);
            if (area == 0 || area > 0 != isOutline) continue;
            FillTriangle(a, b, c, area, color, isOutline);
        }
    }

    private void FillTriangle(in Corner a, in Corner b, in Corner c, float area, Vector3 color, bool isFlat)
    {
        var (columns, rows) = (_width * _samples, _height * _samples);
        var low = Vector2.Min(a.Pixel, Vector2.Min(b.Pixel, c.Pixel));
        var high = Vector2.Max(a.Pixel, Vector2.Max(b.Pixel, c.Pixel));
        var (x0, x1) = ((int)Math.Clamp(low.X, 0, columns), (int)Math.Clamp(high.X + 1, 0, columns));
        var (y0, y1) = ((int)Math.Clamp(low.Y, 0, rows), (int)Math.Clamp(high.Y + 1, 0, rows));
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++)
            {
                var p = new Vector2(x + 0.5f, y + 0.5f);
                var u = Cross(c.Pixel - b.Pixel, p - b.Pixel) / area;
                var v = Cross(a.Pixel - c.Pixel, p - c.Pixel) / area;
                var w = 1 - u - v;
                if (u < 0 || v < 0 || w < 0) continue;

                // 1/depth is linear across the picture, so that this depth test is exact.
                var nearness = u * a.Nearness + v * b.Nearness + w * c.Nearness;
                var index = y * columns + x;
                if (nearness <= _nearness[index]) continue;
                _nearness[index] = nearness;
                _colors[index] = Pack(isFlat ? color : AxesShading.Shade(Vector3.Normalize(u * a.Normal + v * b.Normal + w * c.Normal), color));
            }
        }
    }

    private void Resolve(PixelCanvas canvas)
    {
        var perPixel = _samples * _samples;
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var (sum, covered) = (Vector3.Zero, 0);
                for (var row = 0; row < _samples; row++)
                {
                    foreach (var color in _colors.AsSpan(((y * _samples + row) * _width + x) * _samples, _samples))
                    {
                        if (color == 0) continue;
                        covered++;
                        sum += new Vector3(color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF);
                    }
                }

                if (covered > 0) canvas.Blend(_left + x, _top + y, new Vector4(sum / (255f * covered), 1), (float)covered / perPixel);
            }
        }
    }

    private static float Cross(Vector2 a, Vector2 b) => a.X * b.Y - a.Y * b.X;

    // The top byte marks a sample that something covers.
    private static uint Pack(Vector3 color) =>
        0xFF000000 | (uint)(color.X * 255 + 0.5f) << 16 | (uint)(color.Y * 255 + 0.5f) << 8 | (uint)(color.Z * 255 + 0.5f);
}
