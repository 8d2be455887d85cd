namespace HeadTracker.Rendering;

/// <summary>The sizes of type in the window: indices into the sheet that <see cref="Sheet"/> makes.</summary>
internal static class HudType
{
    public const int Caption = 0;
    public const int Body = 1;
    public const int Strong = 2;
    public const int Title = 3;
    public const int Figure = 4;

    public static GlyphSheet Sheet(float scale) =>
        new([Style(8, 0.135f, scale), Style(9, 0.135f, scale), Style(9, 0.185f, scale), Style(12, 0.165f, scale), Style(17, 0.115f, scale)]);

    private static TextStyle Style(float capHeight, float weight, float scale) => new(MathF.Round(capHeight * scale), weight);
}
