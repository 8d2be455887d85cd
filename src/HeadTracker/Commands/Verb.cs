using System.CommandLine;

namespace HeadTracker.Commands;

/// <summary>A verb of the command line with what its help page needs.</summary>
internal abstract class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Command lines to learn from, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; protected init; } = [];

    public IReadOnlyList<OptionGroup> Groups { get; private set; } = [];

    /// <summary>Adds options under their headings.</summary>
    protected void AddGroups(params IReadOnlyList<OptionGroup> groups)
    {
        Groups = groups;
        foreach (var option in groups.SelectMany(group => group.Options)) Options.Add(option);
    }
}
