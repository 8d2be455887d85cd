using System.CommandLine;
using System.CommandLine.Parsing;

namespace HeadTracker.CommandLine;

/// <summary>An option that takes one of a few words.</summary>
public sealed class ChoiceOption : Option<string>
{
    /// <param name="choices">The first one is the default.</param>
    public ChoiceOption(string name, string description, params string[] choices)
        : base(name)
    {
        (Description, HelpName) = ($"{description} Default: {choices[0]}.", string.Join('|', choices));
        DefaultValueFactory = _ => choices[0];
        CustomParser = result => Parse(result, choices);
    }

    private static string Parse(ArgumentResult result, string[] choices)
    {
        if (result.Tokens.Count == 0) return choices[0];
        var text = result.Tokens[0].Value;
        if (!choices.Contains(text))
        {
            result.AddError($"{(result.Parent as OptionResult)?.Option.Name} takes {string.Join(", ", choices[..^1])} or {choices[^1]}, not '{text}'");
        }

        return text;
    }
}
