using System.CommandLine;
using HeadTracker.Profiles;

namespace HeadTracker.Commands;

/// <summary><c>--profile</c>: settings from a file, which what else stands on the command line overrides.</summary>
internal sealed class ProfileOption : Option<string?>
{
    public ProfileOption()
        : base("--profile", "-p")
    {
        HelpName = "NAME";
        Description = $"Settings from a profile: a name ('{CommandName.Typed} profiles' lists them) or the path of a .json file. Options override it; "
            + "while tracking, edits count at once.";
    }

    /// <summary>Null when none is named.</summary>
    public Profile? In(ParseResult parsed) => parsed.GetValue(this) is { } name ? Profile.Of(name) : null;
}
