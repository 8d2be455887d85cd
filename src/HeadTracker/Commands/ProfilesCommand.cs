using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.CommandLine;
using HeadTracker.Profiles;
using HeadTracker.Settings;

namespace HeadTracker.Commands;

/// <summary><c>profiles</c>: what profiles there are, what one says, and the defaults back.</summary>
internal sealed class ProfilesCommand : Verb
{
    private readonly Argument<string?> _name = new("profile")
    {
        HelpName = "NAME",
        Description = "A profile's name, or the path of a .json file. Without it: which profiles there are.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _reset = new("--reset") { Description = "Write the defaults into the profile; make it if there is none." };

    private readonly Option<bool> _schema = new("--schema") { Description = "Print the JSON schema of profiles." };

    public ProfilesCommand()
        : base("profiles", "List profiles, print one with its defaults filled in, or reset it.")
    {
        Arguments.Add(_name);
        AddGroups(new OptionGroup("Profiles", _reset, _schema));
        Examples =
        [
            "profiles                       which there are",
            "profiles flight --reset        make a profile, or give it the defaults back",
            "profiles flight                what it says",
            "track --profile flight         follow heads with it; edits count at once",
        ];
        Validators.Add(NeedsName);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_schema))
        {
            Console.Write(SettingsJson.WriteSchema());
        }
        else if (parsed.GetValue(_name) is not { } name)
        {
            if (Profile.Names.Count == 0)
                Console.WriteLine($"There are no profiles in {Profile.Folder}; make one with '{CommandName.Typed} profiles NAME --reset'.");
            foreach (var known in Profile.Names) Console.WriteLine(known);
        }
        else if (parsed.GetValue(_reset))
        {
            var profile = Profile.Of(name);
            profile.Save(TrackerSettings.Defaults);
            Console.WriteLine($"{profile.Path} has the defaults.");
        }
        else
        {
            Console.Write(SettingsJson.WriteShown(Profile.Of(name).Load()));
        }

        return 0;
    }

    private void NeedsName(CommandResult result)
    {
        if (result.GetValue(_reset) && result.GetValue(_name) is null) result.AddError("--reset needs the name of a profile");
    }
}
