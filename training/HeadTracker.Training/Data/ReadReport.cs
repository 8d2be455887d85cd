using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Data;

/// <summary>What became of the entries of a dataset while it was read: how many were kept, and why the others were not.</summary>
public sealed class ReadReport(string dataset)
{
    private const int NamedPerReason = 5;
    private readonly SortedDictionary<string, List<string>> _dropped = new(StringComparer.Ordinal);

    public string Dataset { get; } = dataset;

    public int Kept { get; set; }

    /// <summary>Names of what was dropped, by reason.</summary>
    public IReadOnlyDictionary<string, List<string>> Dropped => _dropped;

    public int DroppedCount => _dropped.Values.Sum(names => names.Count);

    public void Drop(string name, string reason)
    {
        if (!_dropped.TryGetValue(reason, out var names)) _dropped[reason] = names = [];
        names.Add(name);
    }

    /// <summary>Takes over what processes that share a dataset dropped, each from its part.</summary>
    /// <param name="own">This process's.</param>
    /// <param name="group">All of it calls.</param>
    internal void DropAll(ReadReport own, ProcessGroup group)
    {
        const char Between = '\u001f';
        var dropped = own._dropped.SelectMany(reason => reason.Value.Select(name => $"{name}{Between}{reason.Key}"));
        foreach (var entry in group.Texts(string.Join('\n', dropped)).SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            var at = entry.IndexOf(Between, StringComparison.Ordinal);
            Drop(entry[..at], entry[(at + 1)..]);
        }
    }

    /// <summary>One line for what was kept and one for each reason, with the first few names.</summary>
    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine($"{Dataset}: {Kept} faces");
        foreach (var (reason, names) in _dropped)
        {
            var more = names.Count > NamedPerReason ? $", and {names.Count - NamedPerReason} more" : "";
            writer.WriteLine($"  {names.Count} left out, {reason}: {string.Join(", ", names.Take(NamedPerReason))}{more}");
        }
    }

    /// <exception cref="UserErrorException">Nothing was kept.</exception>
    public void RequireSome(string location)
    {
        if (Kept > 0) return;
        var why = _dropped.Count == 0
            ? "no entry of this kind was found there"
            : string.Join("; ", _dropped.Select(reason => $"{reason.Value.Count} {reason.Key}, such as {reason.Value[0]}"));
        throw new UserErrorException($"{Dataset}: {location} gives no usable face ({why}); check the path and the dataset's kind.");
    }
}
