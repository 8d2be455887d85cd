namespace HeadTracker.Training.Data;

/// <summary>
/// A file that is written over a long time. It gets its name only in <see cref="Complete"/>; before, or when that is never called, an older file of that
/// name stays as it is.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const int Buffer = 1 << 20;

    private readonly string _path;
    private readonly string _partial;
    private bool _completed;

    /// <exception cref="UserErrorException">The file cannot be made.</exception>
    public PartialFile(string path)
    {
        _path = Path.GetFullPath(path);
        _partial = _path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            Stream = new FileStream(_partial, FileMode.Create, FileAccess.Write, FileShare.None, Buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public FileStream Stream { get; }

    /// <summary>Writes something.</summary>
    /// <exception cref="UserErrorException">The disk is full or the file cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Writes the last of it and gives the file its name.</summary>
    /// <inheritdoc cref="Write"/>
    public void Complete(Action<FileStream> finish)
    {
        try
        {
            finish(Stream);
            Stream.Flush(flushToDisk: true);
            Stream.Dispose();
            File.Move(_partial, _path, overwrite: true);
            _completed = true;
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public void Dispose()
    {
        if (_completed) return;
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // The buffer's rest does not fit on the disk; the file is deleted anyway.
        }

        File.Delete(_partial);
    }

    private UserErrorException Failed(Exception e) =>
        new($"{_path} cannot be written ({e.Message.TrimEnd('.')}); free some space or give another place.", e);
}
