using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>
/// Draws the axes' mesh on a picture without a GPU: the window's perspective, depth test and lighting, anti-aliased. Keeps its
/// buffers from call to call, so one instance serves one thread.
/// </summary>
internal sealed class AxesRasterizer
{
    /// <summary>Up to this many pixels there are nine samples in each, beyond it four: larger faces have thicker lines.</summary>
    private const int FineArea = 90_000;

    private readonly SampleBuffer.Corner[] _corners = new SampleBuffer.Corner[ArrowMesh.Vertices.Length];
    private readonly SampleBuffer _samples = new();

    /// <param name="outline">Thickness in pixels of the dark line around the axes that sets them off from the picture.</param>
    public void Draw(PixelCanvas canvas, in AxesGeometry axes, PinholeCamera camera, float outline)
    {
        if (!Cover(canvas, axes, camera, outline)) return;
        for (var axis = PoseAxis.X; axis <= PoseAxis.Z; axis++)
        {
            // The outline is the far side of a slightly thicker arrow, in one dark colour.
            Transform(axes, axis, camera, outline / camera.FocalLength);
            FillSide(isFar: true, Palette.Outline.W);
            Transform(axes, axis, camera, 0);
            FillSide(isFar: false, 1);
        }

        _samples.Resolve(canvas);
    }

    // Finds the part of the picture that the axes can reach; false where that is nothing.
    private bool Cover(PixelCanvas canvas, in AxesGeometry axes, PinholeCamera camera, float outline)
    {
        if (axes.Bounds(camera, outline)?.ClampedTo(canvas.Width, canvas.Height) is not { IsEmpty: false } bounds) return false;
        var (left, top) = ((int)bounds.X, (int)bounds.Y);
        var (width, height) = ((int)MathF.Ceiling(bounds.Right) - left, (int)MathF.Ceiling(bounds.Bottom) - top);
        _samples.Cover(left, top, width, height, width * height > FineArea ? 2 : 3);
        return true;
    }

    private void Transform(in AxesGeometry axes, PoseAxis axis, PinholeCamera camera, float growth)
    {
        var orientation = axes.Orientation(axis);
        var color = Palette.Of(axis).AsVector3();
        for (var i = 0; i < _corners.Length; i++)
        {
            var vertex = ArrowMesh.Vertices[i];
            var normal = Vector3.Transform(vertex.Normal, orientation);
            var point = axes.Origin + axes.Length * Vector3.Transform(vertex.Position, orientation);
            point += normal * (growth * -point.Z);
            // The camera's pixel centres are whole numbers, the canvas's pixel (0, 0) spans 0 to 1.
            var position = _samples.ToSamples(camera.Project(point) + new Vector2(0.5f));
            var shade = growth > 0 ? Palette.Outline.AsVector3() : AxesShading.Shade(normal, color);
            _corners[i] = new SampleBuffer.Corner(position, point.Z > -AxesGeometry.NearPlane ? 0 : 1 / -point.Z, shade);
        }
    }

    private void FillSide(bool isFar, float alpha)
    {
        for (var i = 0; i + 2 < _corners.Length; i += 3)
        {
            var (a, b, c) = (_corners[i], _corners[i + 1], _corners[i + 2]);
            if (a.Nearness == 0 || b.Nearness == 0 || c.Nearness == 0) continue;
            // Rows run downwards, which turns the mesh's counter-clockwise triangles clockwise: a negative area faces the viewer.
            var (ab, ac) = (b.Position - a.Position, c.Position - a.Position);
            var area = ab.X * ac.Y - ab.Y * ac.X;
            if (area != 0 && area > 0 == isFar) _samples.Fill(a, b, c, area, alpha);
        }
    }
}
