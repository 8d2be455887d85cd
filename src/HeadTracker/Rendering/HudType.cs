namespace HeadTracker.Rendering;

/// <summary>The sizes of type in the window: indices into the sheet that <see cref="Sheet"/> makes.</summary>
internal static class HudType
{
    public const int Body = 0;
    public const int Strong = 1;
    public const int Title = 2;
    public const int Figure = 3;

    public static GlyphSheet Sheet(float scale) =>
        new([Style(9, 0.15f, scale), Style(9, 0.19f, scale), Style(12, 0.165f, scale), Style(17, 0.12f, scale)]);

    private static TextStyle Style(float capHeight, float weight, float scale) => new(MathF.Round(capHeight * scale), weight);
}
