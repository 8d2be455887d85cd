namespace HeadTracker.Training.Data;

/// <summary>A dataset that lies unpacked in a folder.</summary>
public sealed class FolderStore : IFileStore
{
    private readonly HashSet<string> _names;

    public FolderStore(string root)
    {
        Location = Path.GetFullPath(root);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        Files = [.. Directory.EnumerateFiles(Location, "*", options)
            .Select(path => Path.GetRelativePath(Location, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
        _names = Files.ToHashSet(StringComparer.Ordinal);
    }

    public string Location { get; }

    public IReadOnlyList<string> Files { get; }

    public bool Contains(string name) => _names.Contains(name);

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Location, name));

    public void Dispose()
    {
        // Nothing is held open.
    }
}
