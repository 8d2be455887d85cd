using System.Numerics;
using HeadTracker.Attention;

namespace HeadTracker.Rendering;

/// <summary>Under the pose: what the driver-monitoring demo makes of it, and above all a banner while a warning stands.</summary>
internal static class AttentionPanel
{
    private const int Width = PosePanel.Width;
    private const int RowHeight = 22;
    public const int Height = 112;

    public static void Paint(in PanelPen pen, int x, int y, in AttentionStatus status, float fullBuffer)
    {
        var (padding, width) = (pen.Pixels(PanelPen.Padding), pen.Pixels(Width));
        pen.Panel(x, y, width, pen.Pixels(Height));
        var (left, right) = (x + padding, x + width - padding);
        var (baseline, dot) = (y + pen.Pixels(29), pen.Pixels(9));
        var color = ColorOf(status.Gaze);
        pen.Dot(left, baseline, pen.CapHeight(HudType.Strong), dot, color);
        pen.Text(HudType.Strong, left + dot + pen.Pixels(8), baseline, NameOf(status.Gaze), color);

        var row = y + pen.Pixels(40);
        Seconds(pen, left, right, ref row, "Away", status.AwayFor.TotalSeconds);
        Seconds(pen, left, right, ref row, "Away in window", status.AwayInWindow.TotalSeconds);

        // AttenD's buffer as a bar that runs empty.
        var (barTop, barHeight) = (row + pen.Pixels(8), pen.Pixels(4));
        pen.Rectangle(left, barTop, right - left, barHeight, barHeight / 2f, Palette.Track);
        var share = Math.Clamp((float)status.Buffer.TotalSeconds / fullBuffer, 0, 1);
        if (share > 0) pen.Rectangle(left, barTop, (right - left) * share, barHeight, barHeight / 2f, color);
    }

    /// <summary>In the middle of the upper edge.</summary>
    public static void PaintWarning(in PanelPen pen, int screenWidth, AttentionWarning warning)
    {
        var text = InWords(warning);
        var (height, side) = (pen.Pixels(64), pen.Pixels(30));
        var width = pen.Measure(HudType.Title, text) + 2 * side;
        var (x, y) = ((screenWidth - width) / 2, pen.Pixels(PanelPen.Margin));
        pen.Rectangle(x, y, width, height, height / 2f, Palette.Alarm);
        pen.Text(HudType.Title, x + side, y + (height + pen.CapHeight(HudType.Title)) / 2, text, Palette.Text);
    }

    private static void Seconds(in PanelPen pen, int left, int right, ref int top, string name, double seconds)
    {
        Span<char> buffer = stackalloc char[16];
        seconds.TryFormat(buffer, out var length, "0.0");
        " s".CopyTo(buffer[length..]);
        var baseline = top + pen.Pixels(16);
        pen.Text(HudType.Body, left, baseline, name, Palette.Muted);
        pen.TextRight(HudType.Body, right, baseline, buffer[..(length + 2)], Palette.Text);
        top += pen.Pixels(RowHeight);
    }

    private static Vector4 ColorOf(GazeState gaze) => gaze switch
    {
        GazeState.Forward => Palette.Good,
        GazeState.Away => Palette.Warning,
        GazeState.Calibrating => Palette.Quiet,
        _ => Palette.Alarm,
    };

    private static string InWords(AttentionWarning warning) => warning switch
    {
        AttentionWarning.LongDistraction => "Look ahead",
        AttentionWarning.TimeSharing => "Too many glances away",
        AttentionWarning.AdvancedDistraction => "Look at the road",
        AttentionWarning.BufferEmpty => "Attention is low",
        _ => "No face in sight",
    };

    private static string NameOf(GazeState gaze) => gaze switch
    {
        GazeState.Forward => "Looking ahead",
        GazeState.Away => "Looking away",
        GazeState.Calibrating => "Learning ahead",
        _ => "No face",
    };
}
