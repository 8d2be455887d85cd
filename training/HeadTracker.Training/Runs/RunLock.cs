namespace HeadTracker.Training.Runs;

/// <summary>Keeps a second process off an experiment's run while it is held: two would write the same checkpoints and logs.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _held;

    private RunLock(FileStream held) => _held = held;

    /// <param name="folder">The run's; it is made when missing.</param>
    /// <exception cref="UserErrorException">Another process holds it.</exception>
    public static RunLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "lock");
        try
        {
            // The system lets go of it when the process ends, however that happens.
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new UserErrorException($"Another process is at work in {folder}; wait for it or stop it, or give another folder with --runs.", e);
        }
    }

    public void Dispose() => _held.Dispose();
}
