namespace HeadTracker.Capture;

/// <summary>Orders file names as people count: frame2 before frame10.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        while (a.Length > 0 && b.Length > 0)
        {
            var order = char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0])
                ? CompareNumbers(TakeNumber(ref a), TakeNumber(ref b))
                : TakeCharacter(ref a).CompareTo(TakeCharacter(ref b));
            if (order != 0) return order;
        }

        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(x, y);
    }

    private static char TakeCharacter(ref ReadOnlySpan<char> text)
    {
        var first = char.ToLowerInvariant(text[0]);
        text = text[1..];
        return first;
    }

    /// <summary>The digits that the text starts with, without leading zeros.</summary>
    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        return digits.TrimStart('0');
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
}
