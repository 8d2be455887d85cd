using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace HeadTracker.CommandLine;

/// <summary>An option that takes a number in a range, written with a decimal point whatever the system's language.</summary>
public class NumberOption<T> : Option<T?>
    where T : struct, INumber<T>
{
    public NumberOption(string name, T minimum, T maximum, string description, string helpName = "N")
        : base(name)
    {
        (Description, HelpName) = (description, helpName);
        CustomParser = result => Parse(result, minimum, maximum);
    }

    private static T? Parse(ArgumentResult result, T minimum, T maximum)
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum) return value;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} takes a number from {minimum} to {maximum}, not '{text}'");
        return null;
    }
}
