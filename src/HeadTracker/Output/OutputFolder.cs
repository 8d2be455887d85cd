namespace HeadTracker.Output;

/// <summary>
/// A folder for results that appear all at once or not at all: files are written under temporary names and renamed by
/// <see cref="Commit"/>; without it <see cref="Dispose"/> removes them, and the folder too if it was made for them.
/// </summary>
public sealed class OutputFolder : IDisposable
{
    private const int NoSpaceUnix = 28, FileTooLargeUnix = 27, QuotaUnix = 122, NoSpaceWindows = 112;
    private readonly Dictionary<string, string> _partials = [];
    private readonly bool _isNew;

    /// <exception cref="UserErrorException">The folder cannot be made or written to.</exception>
    public OutputFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (File.Exists(Path)) throw new UserErrorException($"{path} is a file; give a folder for the results.");
        _isNew = !Directory.Exists(Path);
        Guard(() =>
        {
            Directory.CreateDirectory(Path);
            // Rights and space show only when something is written.
            var probe = System.IO.Path.Combine(Path, $".headtracker-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        });
    }

    public string Path { get; }

    /// <summary>Whether only this user may read the files, which then hold what is nobody else's: where a person looked, and at which address.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Where to write a file until <see cref="Commit"/> gives it its name. The ending stays, since encoders go by it.</summary>
    /// <param name="name">The file's final name, without a folder.</param>
    /// <returns>The path of an empty file.</returns>
    /// <exception cref="UserErrorException">It cannot be made.</exception>
    public string Begin(string name)
    {
        var partial = System.IO.Path.Combine(Path, $"{System.IO.Path.GetFileNameWithoutExtension(name)}.partial{System.IO.Path.GetExtension(name)}");
        // Made here, whoever writes it: what an earlier run left is removed, and a link that would lead the writing elsewhere.
        Guard(() => NewFile.Create(partial, IsPrivate).Dispose());
        _partials[name] = partial;
        return partial;
    }

    /// <summary>A file that will not be there after all.</summary>
    public void Abandon(string name)
    {
        if (_partials.Remove(name, out var partial)) File.Delete(partial);
    }

    /// <summary>Gives every file its name; files of the same names from an earlier run are replaced.</summary>
    public void Commit() => Guard(() =>
    {
        foreach (var (name, partial) in _partials) File.Move(partial, System.IO.Path.Combine(Path, name), overwrite: true);
        _partials.Clear();
    });

    /// <summary>Does something that writes into the folder, and turns what the file system refuses into a sentence.</summary>
    public void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Explain(e);
        }
    }

    /// <summary>Whether an exception is the file system's, the one that .NET throws for files too large for it included.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The sentence for what the file system refused.</summary>
    public UserErrorException Explain(Exception e) => (e.HResult & 0xFFFF) switch
    {
        NoSpaceUnix or NoSpaceWindows or FileTooLargeUnix or QuotaUnix => new(
            $"There is no space left for the results in {Path}; free some or give another folder with --out.", e),
        _ when e is ArgumentOutOfRangeException => new($"The results are too large for the file system of {Path}; give another folder with --out.", e),
        _ when e is UnauthorizedAccessException => new($"This user may not write to {Path}; give another folder with --out.", e),
        _ => new($"The results cannot be written to {Path} ({FirstLine(e.Message)}); give another folder with --out.", e),
    };

    public void Dispose()
    {
        if (_partials.Count == 0 && !_isNew) return;
        try
        {
            foreach (var partial in _partials.Values) File.Delete(partial);
            if (_isNew && Directory.Exists(Path) && !Directory.EnumerateFileSystemEntries(Path).Any()) Directory.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that vanished or lost its rights meanwhile: the run's own error is what the user has to know.
        }
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.');
}
