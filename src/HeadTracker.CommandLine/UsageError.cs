using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.Serialization;
using HeadTracker.Settings;

namespace HeadTracker.CommandLine;

/// <summary>Says in one sentence what is wrong with a command line, and what was probably meant.</summary>
public static class UsageError
{
    /// <summary>The sentence, or null when the command line is right.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="program">How the user calls the program, for the way to its help.</param>
    public static string? Find(ParseResult parsed, string program)
    {
        var command = parsed.CommandResult.Command;
        var help = command is RootCommand ? $"{program} --help" : $"{program} {command.Name} --help";
        var unknown = UnknownOption(parsed) ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null);
        if (unknown is null) return parsed.Errors.Count == 0 ? null : $"{parsed.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.')}; see '{help}'.";

        var what = unknown.StartsWith('-') ? "option" : command is RootCommand ? "verb" : "argument";
        var nearest = NearestWord.To(unknown, Known(command), Math.Max(1, unknown.Length / 3));
        return nearest is null
            ? $"There is no {what} '{SourceText.Shown(unknown)}' here; see '{help}'."
            : $"There is no {what} '{SourceText.Shown(unknown)}' here; did you mean '{nearest}'? See '{help}'.";
    }

    /// <summary>A mistyped option, even where a list of values has swallowed it. A file may be called so, and behind "--" everything may.</summary>
    private static string? UnknownOption(ParseResult parsed) =>
        parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).FirstOrDefault(token =>
            token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-' && !char.IsAsciiDigit(token.Value[1])
            && !Path.Exists(token.Value))?.Value;

    private static IEnumerable<string> Known(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Concat(command.Subcommands.Select(verb => verb.Name));
}
