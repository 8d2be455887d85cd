using System.CommandLine;

namespace HeadTracker.CommandLine;

/// <summary>A verb of the command line with what its help page needs.</summary>
public abstract class Verb(string name, string description) : Command(name, description), IEnumerable<Symbol>
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

    IEnumerator<Symbol> IEnumerable<Symbol>.GetEnumerator() => Children.GetEnumerator();
}
