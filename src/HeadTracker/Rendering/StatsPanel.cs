namespace HeadTracker.Rendering;

/// <summary>Top right: how fast it runs, where the time goes, and what runs.</summary>
internal static class StatsPanel
{
    public const int Width = 228;

    private const int RowHeight = 22;
    private const int Head = 52;
    private const int Rows = 10;
    private const int Gap = 13;
    public const int Height = Head + Rows * RowHeight + Gap + 14;

    public static void Paint(in PanelPen pen, int x, int y, in HudState hud)
    {
        var width = pen.Pixels(Width);
        pen.Panel(x, y, width, pen.Pixels(Height));
        var (left, right) = (x + pen.Pixels(PanelPen.Padding), x + width - pen.Pixels(PanelPen.Padding));

        var baseline = y + pen.Pixels(36);
        Span<char> buffer = stackalloc char[16];
        pen.Text(HudType.Body, left, baseline, "Frames per second", Palette.Muted);
        hud.FramesPerSecond.TryFormat(buffer, out var length, "0");
        pen.TextRight(HudType.Figure, right, baseline, buffer[..length], Palette.Text);

        var row = y + pen.Pixels(Head);
        Milliseconds(pen, left, right, ref row, "Capture", hud.Timings.Capture);
        Milliseconds(pen, left, right, ref row, "Detection", hud.Timings.Detection);
        Milliseconds(pen, left, right, ref row, "Estimation", hud.Timings.Estimation);
        Milliseconds(pen, left, right, ref row, "Filtering", hud.Timings.Filtering);
        Milliseconds(pen, left, right, ref row, "End to end", hud.Timings.EndToEnd);
        hud.DroppedFrames.TryFormat(buffer, out length);
        Line(pen, left, right, ref row, "Dropped", buffer[..length]);

        pen.Rectangle(left, row + pen.Pixels(Gap / 2f), right - left, MathF.Max(1, pen.Pixels(1)), 0, Palette.Track);
        row += pen.Pixels(Gap);
        Line(pen, left, right, ref row, "Source", hud.Source);
        Line(pen, left, right, ref row, "Model", hud.Model);
        Line(pen, left, right, ref row, "Provider", hud.Provider);
        Line(pen, left, right, ref row, "Filter", hud.Filter);
    }

    private static void Milliseconds(in PanelPen pen, int left, int right, ref int top, string name, float milliseconds)
    {
        Span<char> buffer = stackalloc char[16];
        var length = 0;
        if (milliseconds >= 0)
        {
            milliseconds.TryFormat(buffer, out length, "0.0");
            " ms".CopyTo(buffer[length..]);
            length += 3;
        }

        Line(pen, left, right, ref top, name, buffer[..length]);
    }

    // An empty value shows a dash: the stage did not run, or nobody said.
    private static void Line(in PanelPen pen, int left, int right, ref int top, string name, ReadOnlySpan<char> value)
    {
        var baseline = top + pen.Pixels(16);
        pen.Text(HudType.Body, left, baseline, name, Palette.Muted);
        if (value.IsEmpty) pen.TextRight(HudType.Body, right, baseline, "—", Palette.Muted);
        else pen.TextRight(HudType.Body, right, baseline, value, Palette.Text, right - left - pen.Measure(HudType.Body, name) - pen.Pixels(12));
        top += pen.Pixels(RowHeight);
    }
}
