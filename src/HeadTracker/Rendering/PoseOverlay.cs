using System.Globalization;
using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Rendering.Typography;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>
/// Draws poses into pictures that are kept: annotated photos and videos. Axes, box and label look as they do in the window.
/// Keeps its buffers from picture to picture, so one instance serves one thread.
/// </summary>
public sealed class PoseOverlay
{
    private const float SmallestScale = 0.75f;

    private readonly AxesRasterizer _axes = new();
    private readonly GlyphAtlas _atlas = new(512, 512);

    /// <summary>Draws all faces, the farthest first.</summary>
    /// <param name="image">8-bit BGR; drawn on in place.</param>
    /// <param name="camera">The camera that took the picture; its size must be the picture's.</param>
    public void Draw(Mat image, PinholeCamera camera, ReadOnlySpan<DrawnFace> faces)
    {
        Span<int> order = stackalloc int[faces.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Span<float> sizes = stackalloc float[faces.Length];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = faces[i].Box.Area;
        sizes.Sort(order);
        foreach (var index in order) Draw(image, camera, faces[index], isNamed: faces.Length > 1);
    }

    /// <inheritdoc cref="Draw(Mat, PinholeCamera, ReadOnlySpan{DrawnFace})"/>
    public void Draw(Mat image, PinholeCamera camera, in DrawnFace face) => Draw(image, camera, face, isNamed: false);

    private unsafe void Draw(Mat image, PinholeCamera camera, in DrawnFace face, bool isNamed)
    {
        if (image.Type() != MatType.CV_8UC3) throw new ArgumentException($"The overlay draws on 8-bit BGR pictures, not on {image.Type()}.", nameof(image));
        var canvas = new PixelCanvas((byte*)image.Data, image.Step(), image.Cols, image.Rows);
        // Everything grows with the face, within what stays readable and unobtrusive.
        var scale = Math.Clamp(MathF.Max(face.Box.Width, face.Box.Height) / 220, SmallestScale, 6);
        DrawBox(canvas, face, scale);
        if (face.HasNoPose) return;
        DrawLabel(canvas, face, scale, isNamed);
        _axes.Draw(canvas, AxesGeometry.Of(face, camera), camera, 1.3f * scale);
    }

    private static void DrawBox(PixelCanvas canvas, in DrawnFace face, float scale)
    {
        Span<CornerBrackets.Bar> bars = stackalloc CornerBrackets.Bar[CornerBrackets.Count];
        CornerBrackets.Of(face.Box.ClampedTo(canvas.Width, canvas.Height), 2 * scale, bars);
        foreach (var bar in bars)
        {
            canvas.FillRectangle(bar.X - 1, bar.Y - 1, bar.Width + 2, bar.Height + 2, 2 * scale, Palette.Outline.WithAlpha(0.6f));
        }

        foreach (var bar in bars) canvas.FillRectangle(bar.X, bar.Y, bar.Width, bar.Height, scale, face.HasNoPose ? Palette.Warning : Palette.Text);
    }

    // The person's number among several; yaw, pitch and roll, each in the colour of the axis it turns about; above the box where there is room, else below it.
    private void DrawLabel(PixelCanvas canvas, in DrawnFace face, float scale, bool isNamed)
    {
        var cap = (int)MathF.Round(9 * MathF.Min(scale, 3));
        var (numbers, names) = (new TextStyle(cap, TextWeight.Medium), new TextStyle(cap, TextWeight.SemiBold));
        // A small face gets whole degrees, lest the label outgrow it.
        var isWhole = face.Box.Width < 110;
        var (padding, gap) = (cap, (cap + 1) / 2);
        var (nameWidth, numberWidth) = (Width(names, "Y") + gap, Width(numbers, isWhole ? "+00°" : "+00.0°"));
        Span<char> buffer = stackalloc char[12];
        buffer[0] = '#';
        var idLength = isNamed && face.Id.TryFormat(buffer[1..], out var digits, provider: CultureInfo.InvariantCulture) ? digits + 1 : 0;
        var idWidth = idLength > 0 ? Width(names, buffer[..idLength]) + 2 * gap : 0;
        var width = idWidth + 3 * (nameWidth + numberWidth) + 4 * gap + 2 * padding;
        var height = cap + 2 * padding;

        var x = (int)Math.Clamp(face.Box.Center.X - width / 2f, 2, Math.Max(2, canvas.Width - width - 2));
        var y = (int)(face.Box.Y - height - 4 * scale);
        if (y < 2) y = (int)Math.Clamp(face.Box.Bottom + 4 * scale, 2, Math.Max(2, canvas.Height - height - 2));
        canvas.FillRectangle(x, y, width, height, height / 3f, Palette.Panel);
        canvas.FillRectangle(x, y, width, height, height / 3f, Palette.PanelEdge, border: 1);

        ReadOnlySpan<(string Name, float Angle, PoseAxis Axis)> values =
            [("Y", face.Angles.Yaw, PoseAxis.Y), ("P", face.Angles.Pitch, PoseAxis.X), ("R", face.Angles.Roll, PoseAxis.Z)];
        var (pen, baseline) = (x + padding + idWidth, y + padding + cap);
        if (idLength > 0) canvas.DrawText(_atlas, names, x + padding, baseline, buffer[..idLength], Palette.Text);
        foreach (var (name, angle, axis) in values)
        {
            canvas.DrawText(_atlas, names, pen, baseline, name, Palette.Of(axis));
            canvas.DrawText(_atlas, numbers, pen + nameWidth, baseline, buffer[..AngleText.Write(angle, buffer, isWhole)], Palette.Text);
            pen += nameWidth + numberWidth + 2 * gap;
        }
    }

    private int Width(TextStyle style, ReadOnlySpan<char> text) => (int)MathF.Ceiling(_atlas.Measure(style, text));
}
