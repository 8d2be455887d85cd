namespace HeadTracker.Output;

/// <summary>Keeps other runs from writing to a place while it is held. The system lets go of it when the process ends, however that happens.</summary>
internal sealed class FileLock : IDisposable
{
    private const int HeldLinux = 11, HeldMac = 35, HeldWindows = 32;
    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <param name="path">A file that stands for the place, in a folder that is there; made, and removed in the end.</param>
    /// <returns>Null when another run, of this process or another one, holds it.</returns>
    /// <exception cref="IOException">The file system refuses, for another reason than that.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            // .NET opens the file anew when its last holder removed it between our opening and our locking it.
            return new FileLock(new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is HeldLinux or HeldMac or HeldWindows)
        {
            return null;
        }
    }

    /// <summary>Lets go of it and removes its file.</summary>
    public void Dispose() => _held.Dispose();
}
