using System.Text.RegularExpressions;

namespace HeadTracker.Tests.Documentation;

/// <summary>The fenced blocks of the repository's documents, as whoever follows them would copy them.</summary>
internal static class MarkdownCode
{
    /// <param name="document">Its path from the repository's root.</param>
    /// <param name="language">What stands behind the opening fence; "" for nothing.</param>
    public static IReadOnlyList<string> Read(string document, string language)
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, document)).ReplaceLineEndings("\n");
        return [.. Regex.Matches(text, @"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value)];
    }

    /// <summary>Lines that say something.</summary>
    public static int LinesOf(string code) => code.Split('\n').Count(line => line.Trim().Length > 0);
}
