using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HeadTracker.CommandLine;

/// <summary>Prints the help of a verb: its options by heading, then examples.</summary>
/// <param name="program">How the user calls the program.</param>
/// <param name="further">Verbs that are not commands of this process, with a few words on each.</param>
public sealed class HelpPage(string program, params IReadOnlyList<(string Verb, string Description)> further) : SynchronousCommandLineAction
{
    private const int LeftColumn = 30;

    /// <summary>Columns of the narrowest terminal in use.</summary>
    private const int Width = 80;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        foreach (var line in (command.Description ?? "").Split('\n')) WriteText(line);
        Console.WriteLine();
        if (command is RootCommand) WriteRoot(command);
        else WriteVerb(command);
        return 0;
    }

    private void WriteRoot(Command root)
    {
        Console.WriteLine($"Usage: {program} VERB [options]");
        WriteHeading("Verbs");
        foreach (var verb in root.Subcommands) WriteRow(verb.Name, verb.Description!.Split('\n')[0]);
        foreach (var (verb, description) in further) WriteRow(verb, description);
        Console.WriteLine();
        WriteText($"'{program} VERB --help' tells the options of a verb and shows examples.");
    }

    private void WriteVerb(Command verb)
    {
        var groups = (verb as Verb)?.Groups ?? [new OptionGroup("Options", [.. verb.Options.Where(option => option is not HelpOption)])];
        var examples = (verb as Verb)?.Examples ?? [];
        var arguments = string.Concat(verb.Arguments.Select(argument => $" {argument.HelpName ?? argument.Name}"));
        WriteText($"Usage: {program} {verb.Name}{arguments} [options]");
        if (verb.Arguments.Count > 0)
        {
            WriteHeading("Arguments");
            foreach (var argument in verb.Arguments) WriteRow(argument.HelpName ?? argument.Name, argument.Description);
        }

        foreach (var group in groups)
        {
            WriteHeading(group.Heading);
            foreach (var option in group.Options)
            {
                var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
                WriteRow(option.HelpName is null ? names : $"{names} {option.HelpName}", option.Description);
            }
        }

        if (examples.Count == 0) return;
        WriteHeading("Examples");
        foreach (var example in examples) WriteExample($"  {program} {example}");
    }

    /// <summary>A command line, and behind two blanks what it is for; on a line of its own when both do not fit into one.</summary>
    private static void WriteExample(string example)
    {
        var end = example.LastIndexOf("  ", StringComparison.Ordinal);
        if (example.Length <= Width || end <= 0)
        {
            Console.WriteLine(example);
            return;
        }

        Console.WriteLine(example[..end].TrimEnd());
        foreach (var line in WordWrap.Lines(example[end..].Trim(), Width - 6)) Console.WriteLine("      " + line);
    }

    private static void WriteText(string text)
    {
        foreach (var line in WordWrap.Lines(text, Width)) Console.WriteLine(line);
    }

    private static void WriteHeading(string heading)
    {
        Console.WriteLine();
        Console.WriteLine(heading + ":");
    }

    private static void WriteRow(string left, string? right)
    {
        var label = "  " + left;
        // A label too long for its column gets a line of its own.
        if (label.Length > LeftColumn - 2)
        {
            Console.WriteLine(label);
            label = "";
        }

        foreach (var line in WordWrap.Lines(right ?? "", Width - LeftColumn))
        {
            Console.WriteLine(label.PadRight(LeftColumn) + line);
            label = "";
        }
    }
}
