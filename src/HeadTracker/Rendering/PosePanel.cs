using System.Globalization;
using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>Top left: what the tracker is doing, the three angles of "the" face as numbers and gauges, and its place.</summary>
internal static class PosePanel
{
    public const int Width = 228;
    public const int Height = 40 + 3 * RowHeight + PlaceHeight + 8;

    private const int RowHeight = 52;
    private const int PlaceHeight = 30;

    // The gauges' ends: heads turn farther, but are rarely seen there.
    private const float GaugeLimit = 90;

    public static void Paint(in PanelPen pen, int x, int y, TrackerSnapshot? snapshot)
    {
        var (padding, width) = (pen.Pixels(PanelPen.Padding), pen.Pixels(Width));
        var state = snapshot?.Hud.Now ?? WindowState.Searching;
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
        PaintPlace(pen, left, right, row + pen.Pixels(3 * RowHeight + 20), face?.Place);
    }

    private static void PaintPlace(in PanelPen pen, int left, int right, int baseline, Vector3? centimetres)
    {
        Span<char> buffer = stackalloc char[16];
        var column = (right - left - pen.Measure(HudType.Body, " cm")) / 3;
        for (var axis = 0; axis < 3; axis++)
        {
            var x = left + axis * column;
            pen.Text(HudType.Body, x, baseline, "xyz".AsSpan(axis, 1), Palette.Muted);
            var length = centimetres is { } place ? Write(place[axis], buffer) : 0;
            if (length > 0) pen.TextRight(HudType.Body, x + column - pen.Pixels(8), baseline, buffer[..length], Palette.Text);
        }

        pen.TextRight(HudType.Body, right, baseline, "cm", Palette.Muted);
    }

    private static int Write(float value, Span<char> buffer)
    {
        // What rounds to zero has no sign that could flicker.
        var rounded = MathF.Round(value, 1);
        if (rounded < 0) buffer[0] = '−';
        var start = rounded < 0 ? 1 : 0;
        return MathF.Abs(rounded).TryFormat(buffer[start..], out var length, "0.0", CultureInfo.InvariantCulture) ? start + length : 0;
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
        WindowState.Paused => "Paused",
        WindowState.Ended => "The end",
        _ => "No signal",
    };
}
