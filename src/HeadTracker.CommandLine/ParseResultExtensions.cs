using System.CommandLine;

namespace HeadTracker.CommandLine;

public static class ParseResultExtensions
{
    /// <summary>Whether the user wrote the option, rather than leaving it to its default.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
