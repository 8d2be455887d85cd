using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HeadTracker.Training.Commands;

/// <summary>An option that takes a number for each channel, commas between, a decimal point whatever the system's language; empty where not given.</summary>
internal sealed class ChannelsOption : Option<float[]>
{
    /// <param name="name">The option.</param>
    /// <param name="least">Of all three; the most is 255.</param>
    /// <param name="description">For the help.</param>
    public ChannelsOption(string name, float least, string description)
        : base(name)
    {
        (Description, HelpName) = (description, "A,B,C");
        CustomParser = result => Parse(result, least);
    }

    private static float[] Parse(ArgumentResult result, float least)
    {
        var text = result.Tokens[0].Value;
        var values = Array.ConvertAll(
            text.Split(','), part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN);
        if (values.Length == 3 && values.All(value => value >= least && value <= byte.MaxValue)) return values;
        result.AddError(FormattableString.Invariant(
            $"{(result.Parent as OptionResult)?.Option.Name} takes three numbers from {least} to 255, such as 104,117,123, not '{text}'"));
        return [];
    }
}
