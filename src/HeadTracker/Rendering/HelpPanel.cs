namespace HeadTracker.Rendering;

/// <summary>In the middle, over everything: what the keys do.</summary>
internal static class HelpPanel
{
    private const int Width = 420;
    private const int RowHeight = 38;
    private const int Head = 62;

    private static readonly (string Key, string Action)[] Rows =
    [
        ("R", "Recentre: the present pose becomes zero"),
        ("F", "Next filter"),
        ("S", "Save a screenshot"),
        ("Space", "Pause, or go on"),
        ("P", "Show or hide the panels"),
        ("H", "Show or hide this help"),
        ("Esc", "Quit"),
    ];

    public static void Paint(in PanelPen pen, int screenWidth, int screenHeight)
    {
        pen.Rectangle(0, 0, screenWidth, screenHeight, 0, Palette.Shade);
        var (width, height) = (pen.Pixels(Width), pen.Pixels(Head + Rows.Length * RowHeight + 14));
        var (x, y) = ((screenWidth - width) / 2, (screenHeight - height) / 2);
        pen.Panel(x, y, width, height);
        var left = x + pen.Pixels(24);
        pen.Text(HudType.Title, left, y + pen.Pixels(42), "Keys", Palette.Text);

        var (keyHeight, capHeight) = (pen.Pixels(26), pen.CapHeight(HudType.Strong));
        for (var i = 0; i < Rows.Length; i++)
        {
            var (key, action) = Rows[i];
            var top = y + pen.Pixels(Head + i * RowHeight);
            var keyWidth = Math.Max(keyHeight, pen.Measure(HudType.Strong, key) + pen.Pixels(16));
            var baseline = top + (keyHeight + capHeight) / 2;
            pen.Rectangle(left, top, keyWidth, keyHeight, pen.Pixels(6), Palette.Track);
            pen.Rectangle(left, top, keyWidth, keyHeight, pen.Pixels(6), Palette.Track, MathF.Max(1, pen.Pixels(1)));
            pen.Text(HudType.Strong, left + (keyWidth - pen.Measure(HudType.Strong, key)) / 2, baseline, key, Palette.Text);
            pen.Text(HudType.Body, left + pen.Pixels(84), baseline, action, Palette.Text);
        }
    }
}
