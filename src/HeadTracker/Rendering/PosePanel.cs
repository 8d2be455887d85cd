using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>Top left: what the tracker is doing, and the three angles of "the" face as numbers and gauges.</summary>
internal static class PosePanel
{
    public const int Width = 228;
    public const int Height = 40 + 3 * RowHeight + 8;

    private const int RowHeight = 52;

    // The gauges' ends: heads turn farther, but are rarely seen there.
    private const float GaugeLimit = 90;

    public static void Paint(in PanelPen pen, int x, int y, TrackerSnapshot? snapshot)
    {
        var (padding, width) = (pen.Pixels(PanelPen.Padding), pen.Pixels(Width));
        var state = snapshot?.Hud.State ?? WindowState.Searching;
        pen.Panel(x, y, width, pen.Pixels(Height));

        var (left, right) = (x + padding, x + width - padding);
        var baseline = y + pen.Pixels(29);
        var dot = pen.Pixels(9);
        pen.Dot(left, baseline, pen.CapHeight(HudType.Strong), dot, Palette.Of(state));
        pen.Text(HudType.Strong, left + dot + pen.Pixels(8), baseline, Name(state), Palette.Of(state));

        var face = snapshot is { Faces.Length: > 0 } && !snapshot.Faces[0].HasNoPose ? snapshot.Faces[0] : (DrawnFace?)null;
        if (face is { } seen)
        {
            Span<char> text = stackalloc char[8];
            seen.Pose.Confidence.TryFormat(text, out var length, "0%");
            pen.TextRight(HudType.Body, right, baseline, text[..length], Palette.Muted);
        }

        // Yaw turns about the drawn green axis, pitch about the red one, roll about the blue one.
        var row = y + pen.Pixels(40);
        Row(pen, left, right, row, "Yaw", face?.Angles.Yaw, Palette.Of(PoseAxis.Y));
        Row(pen, left, right, row + pen.Pixels(RowHeight), "Pitch", face?.Angles.Pitch, Palette.Of(PoseAxis.X));
        Row(pen, left, right, row + pen.Pixels(2 * RowHeight), "Roll", face?.Angles.Roll, Palette.Of(PoseAxis.Z));
    }

    private static void Row(in PanelPen pen, int left, int right, int top, string name, float? degrees, Vector4 color)
    {
        var baseline = top + pen.Pixels(30);
        pen.Text(HudType.Body, left, baseline, name, Palette.Muted);
        var (barTop, barHeight) = (top + pen.Pixels(39), pen.Pixels(4));
        pen.Rectangle(left, barTop, right - left, barHeight, barHeight / 2f, Palette.Track);
        var middle = (left + right) / 2f;
        if (degrees is not { } angle)
        {
            pen.TextRight(HudType.Figure, right, baseline, "—", Palette.Muted);
        }
        else
        {
            Span<char> buffer = stackalloc char[8];
            pen.TextRight(HudType.Figure, right, baseline, buffer[..AngleText.Write(angle, buffer)], Palette.Text);
            var reach = Math.Clamp(angle / GaugeLimit, -1, 1) * (right - left) / 2f;
            pen.Rectangle(MathF.Min(middle, middle + reach), barTop, MathF.Abs(reach), barHeight, barHeight / 2f, color);
        }

        pen.Rectangle(middle - pen.Pixels(1), barTop - pen.Pixels(3), pen.Pixels(2), barHeight + 2 * pen.Pixels(3), pen.Pixels(1), Palette.Text);
    }

    private static string Name(WindowState state) => state switch
    {
        WindowState.Tracking => "Tracking",
        WindowState.Searching => "Searching",
        WindowState.Unsure => "Unsure",
        WindowState.Lost => "Face lost",
        _ => "No signal",
    };
}
