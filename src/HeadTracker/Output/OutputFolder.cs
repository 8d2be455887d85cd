namespace HeadTracker.Output;

/// <summary>
/// A folder for results that appear all at once or not at all: files are written under temporary names and renamed by
/// <see cref="Commit"/>; without it <see cref="Dispose"/> removes them, and the folder too if it was made for them.
/// </summary>
/// <remarks>Until then no other run writes into the folder. What the run reads is never replaced.</remarks>
public sealed class OutputFolder : IDisposable
{
    private const string LockName = ".headtracker.lock";
    private const int NoSpaceUnix = 28, FileTooLargeUnix = 27, QuotaUnix = 122, NoSpaceWindows = 112;
    private readonly Dictionary<string, string> _partials = [];
    private readonly ILookup<string, Original> _originals;
    private readonly bool _isNew;
    private readonly FileLock _lock;

    /// <param name="path">The folder; it is made when missing.</param>
    /// <param name="originals">What the run reads.</param>
    /// <exception cref="UserErrorException">The folder cannot be made or written to, or another run is writing to it.</exception>
    public OutputFolder(string path, params IReadOnlyList<Original> originals)
    {
        (Path, _originals) = (System.IO.Path.GetFullPath(path), originals.ToLookup(original => FileIdentity.Of(original.Path)));
        if (File.Exists(Path)) throw new UserErrorException($"{path} is a file; give a folder for the results.");
        _isNew = !Directory.Exists(Path);
        FileLock? taken = null;
        Guard(() =>
        {
            Directory.CreateDirectory(Path);
            // Rights show only when something is written, which the lock is.
            taken = FileLock.TryTake(System.IO.Path.Combine(Path, LockName));
        });
        _lock = taken ?? throw new UserErrorException(
            $"Nothing was written, since another run is writing to {path}; wait for it, or give another folder with --out.");
    }

    public string Path { get; }

    /// <summary>Whether only this user may read the files, which then hold what is nobody else's: where a person looked, and at which address.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Where to write a file until <see cref="Commit"/> gives it its name. The ending stays, since encoders go by it.</summary>
    /// <param name="name">The file's final name, without a folder.</param>
    /// <returns>The path of an empty file.</returns>
    /// <exception cref="UserErrorException">A file that the run reads has this name, or the new one cannot be made.</exception>
    public string Begin(string name)
    {
        RefuseToReplace(name);
        var partial = System.IO.Path.Combine(Path, $"{System.IO.Path.GetFileNameWithoutExtension(name)}.partial{System.IO.Path.GetExtension(name)}");
        // Made here, whoever writes it: what an earlier run left is removed, and a link that would lead the writing elsewhere.
        Guard(() => NewFile.Create(partial, IsPrivate).Dispose());
        _partials[name] = partial;
        return partial;
    }

    /// <summary>A file that will not be there after all.</summary>
    public void Abandon(string name)
    {
        if (_partials.Remove(name, out var partial)) Guard(() => File.Delete(partial));
    }

    /// <summary>Gives every file its name, replacing those of an earlier run, and lets other runs into the folder.</summary>
    public void Commit() => Guard(() =>
    {
        foreach (var (name, partial) in _partials) File.Move(partial, System.IO.Path.Combine(Path, name), overwrite: true);
        _partials.Clear();
        _lock.Dispose();
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
        try
        {
            foreach (var partial in _partials.Values) File.Delete(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that vanished or lost its rights meanwhile: the run's own error is what the user has to know.
        }
        finally
        {
            _lock.Dispose();
        }

        RemoveIfEmpty();
    }

    private void RemoveIfEmpty()
    {
        try
        {
            if (_isNew && Directory.Exists(Path) && !Directory.EnumerateFileSystemEntries(Path).Any()) Directory.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above; or another run has begun in it.
        }
    }

    private void RefuseToReplace(string name)
    {
        if (_originals[FileIdentity.Of(System.IO.Path.Combine(Path, name))].FirstOrDefault() is not { } original) return;
        throw new UserErrorException($"The results would replace the {original.Kind} {original.Path} itself; give another folder with --out.");
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim().TrimEnd('.');
}
