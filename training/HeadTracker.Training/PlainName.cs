namespace HeadTracker.Training;

/// <summary>The one rule for names that files and folders are made of: those of stages, parts and test sets, which come from files of anybody.</summary>
internal static class PlainName
{
    private const int Longest = 100;

    // What leads elsewhere on any system; the rest is between the name and the system's own files.
    private const string Separators = "/\\:";

    /// <summary>In words, for errors.</summary>
    public static string Rule => $"1 to {Longest} letters without {string.Join(' ', Separators.AsEnumerable())} and without a dot or a blank at an end";

    /// <summary>Whether it names one file or folder of the folder it is put in, and nothing beyond it.</summary>
    public static bool Is(string name) =>
        name.Length is > 0 and <= Longest && name.AsSpan().IndexOfAny(Separators) < 0 && !name.Any(char.IsControl)
        && name[0] is not ('.' or ' ') && name[^1] is not ('.' or ' ');
}
