namespace HeadTracker;

/// <summary>Which file or folder a path leads to, so that two ways of writing one place are told to be one.</summary>
/// <remarks>
/// Links are followed wherever they stand in the path, separators at its end do not count, and names have the case that the file system
/// keeps, where it takes any case: that is asked of the file system itself, since one machine may have both kinds.
/// </remarks>
public static class FileIdentity
{
    /// <summary>More links in a row than any system follows: a ring of them.</summary>
    private const int LongestChain = 40;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0 };

    /// <summary>The absolute path without links.</summary>
    /// <param name="path">Need not exist; what is missing of it stays as it is written.</param>
    public static string Of(string path) => Resolve(Path.GetFullPath(path), LongestChain);

    /// <summary>Whether both lead to the same place.</summary>
    public static bool AreSame(string one, string other) => string.Equals(Of(one), Of(other), StringComparison.Ordinal);

    private static string Resolve(string absolute, int links)
    {
        var resolved = Path.GetPathRoot(absolute)!;
        foreach (var name in absolute[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, name);
            resolved = links > 0 && TargetOf(next) is { } target ? Resolve(Path.GetFullPath(target, resolved), links - 1) : AsSpelled(resolved, name);
        }

        return resolved;
    }

    /// <summary>Where a link points, as it is written in it; null when the path is no link, or may not be looked at.</summary>
    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The path with the name as it stands in its folder.</summary>
    private static string AsSpelled(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        var other = name.Any(char.IsLower) ? name.ToUpperInvariant() : name.ToLowerInvariant();
        // Only where the other case leads somewhere too can there be more than one way to write the name.
        if (!name.Any(char.IsLetter) || !Path.Exists(path) || !Path.Exists(Path.Combine(folder, other))) return path;
        try
        {
            var names = Directory.EnumerateFileSystemEntries(folder, "*", Everything).Select(entry => Path.GetFileName(entry)!)
                .Where(entry => string.Equals(entry, name, StringComparison.OrdinalIgnoreCase)).ToList();
            return names.Contains(name) || names.Count == 0 ? path : Path.Combine(folder, names[0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
