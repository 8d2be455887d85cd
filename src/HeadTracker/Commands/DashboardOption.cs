using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.Dashboard;

namespace HeadTracker.Commands;

/// <summary><c>--dashboard</c>, with or without a place to listen at.</summary>
internal sealed class DashboardOption : Option<DashboardAddress?>
{
    public DashboardOption()
        : base("--dashboard")
    {
        HelpName = "[[ADDRESS:]PORT]";
        Description = "Watch and steer the run in a browser instead of a window, "
            + "and serve poses over WebSocket and HTTP. Only this machine can reach it unless an ADDRESS is given. Default: port 4244.";
        Arity = ArgumentArity.ZeroOrOne;
        CustomParser = Parse;
    }

    private static DashboardAddress? Parse(ArgumentResult result)
    {
        if (result.Tokens.Count == 0) return DashboardAddress.Default;
        try
        {
            return DashboardAddress.Parse(result.Tokens[0].Value);
        }
        catch (UserErrorException e)
        {
            result.AddError(e.Message.TrimEnd('.'));
            return null;
        }
    }
}
