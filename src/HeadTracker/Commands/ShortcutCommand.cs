using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Sessions;

namespace HeadTracker.Commands;

/// <summary><c>shortcut</c>: an entry of the desktop's menu.</summary>
internal sealed class ShortcutCommand : Verb
{
    private readonly Option<bool> _remove = new("--remove") { Description = "Take the entry out again." };

    public ShortcutCommand()
        : base("shortcut", "Put HeadTracker into your desktop's menu: it opens the dashboard.")
    {
        AddGroups(new OptionGroup("Menu", _remove));
        Examples = ["shortcut", "shortcut --remove"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_remove))
        {
            Console.WriteLine(MenuEntry.Remove() ? $"{MenuEntry.Path} is gone." : $"There is no {MenuEntry.Path}.");
            return 0;
        }

        MenuEntry.Make();
        Console.WriteLine($"The menu has HeadTracker now ({MenuEntry.Path}).");
        return 0;
    }
}
