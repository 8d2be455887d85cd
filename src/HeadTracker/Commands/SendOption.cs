using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.Output.Network;

namespace HeadTracker.Commands;

/// <summary><c>--send</c>: where poses go over the network.</summary>
internal sealed class SendOption : Option<PoseDestination[]>
{
    /// <summary><c>--send-unsure</c>: whether what may be no face goes too.</summary>
    public Option<bool> Unsure { get; } = new("--send-unsure")
    {
        Description = "Send unsure poses too: of what may be no face, or of a head that lies or is upside down.",
    };

    public SendOption()
        : base("--send")
    {
        HelpName = "PROTOCOL[://HOST[:PORT]]";
        Description = $"Send poses as {string.Join(", ", PoseDestination.Names)}: over UDP, to this machine unless a host is given; "
            + "freetrack through memory, on Windows. May be given several times.";
        CustomParser = Parse;
        DefaultValueFactory = _ => [];
        AllowMultipleArgumentsPerToken = true;
    }

    private static PoseDestination[] Parse(ArgumentResult result)
    {
        try
        {
            return [.. result.Tokens.Select(token => PoseDestination.Parse(token.Value))];
        }
        catch (UserErrorException e)
        {
            result.AddError(e.Message.TrimEnd('.'));
            return [];
        }
    }
}
