using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HeadTracker.Training.Commands;

/// <summary>An option that takes a number per channel, with commas between and a decimal point whatever the system's language; empty where it is not given.</summary>
internal sealed class ChannelsOption : Option<float[]>
{
    /// <param name="name">The option.</param>
    /// <param name="smallest">Above which all numbers have to be; none is above 255.</param>
    /// <param name="description">For the help.</param>
    public ChannelsOption(string name, float smallest, string description)
        : base(name)
    {
        (Description, HelpName) = (description, "A,B,C");
        CustomParser = result => Parse(result, smallest);
    }

    private static float[] Parse(ArgumentResult result, float smallest)
    {
        var text = result.Tokens[0].Value;
        var numbers = text.Split(',').Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN);
        float[] values = [.. numbers];
        if (values.Length == 3 && values.All(value => value > smallest && value <= byte.MaxValue)) return values;
        result.AddError(FormattableString.Invariant(
            $"{(result.Parent as OptionResult)?.Option.Name} takes three numbers above {smallest} up to 255, such as 104,117,123, not '{text}'"));
        return [];
    }
}
