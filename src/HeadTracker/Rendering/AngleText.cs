namespace HeadTracker.Rendering;

/// <summary>Angles as they are shown: a sign, at most one decimal, a degree mark; the minus is as wide as the plus.</summary>
internal static class AngleText
{
    /// <summary>Writes at most 8 characters and returns how many.</summary>
    public static int Write(float degrees, Span<char> destination, bool isWhole = false)
    {
        // What rounds to zero has no sign that could flicker.
        var rounded = MathF.Round(degrees, isWhole ? 0 : 1);
        var start = rounded == 0 ? 0 : 1;
        if (start == 1) destination[0] = rounded > 0 ? '+' : '−';
        MathF.Abs(rounded).TryFormat(destination[start..], out var written, isWhole ? "0" : "0.0");
        destination[start + written] = '°';
        return start + written + 1;
    }
}
