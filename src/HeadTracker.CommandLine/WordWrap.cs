namespace HeadTracker.CommandLine;

/// <summary>Text in lines that break at blanks.</summary>
internal static class WordWrap
{
    /// <summary>The lines of a text, none longer than this; only a word that is longer is cut.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        while (text.Length > width)
        {
            var cut = text.LastIndexOf(' ', width);
            if (cut <= 0) cut = width;
            yield return text[..cut];
            text = text[cut..].TrimStart();
        }

        yield return text;
    }
}
