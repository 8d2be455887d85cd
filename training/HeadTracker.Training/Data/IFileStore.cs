namespace HeadTracker.Training.Data;

/// <summary>The files of a dataset, in a folder or inside a tar archive, under names relative to its root with '/' between folders.</summary>
/// <remarks>Thread-safe. Disposed by who opened it.</remarks>
public interface IFileStore : IDisposable
{
    /// <summary>For people: the folder's or archive's path.</summary>
    string Location { get; }

    /// <summary>Every file's name, in ordinal order.</summary>
    IReadOnlyList<string> Files { get; }

    bool Contains(string name);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    byte[] Read(string name);
}

public static class FileStore
{
    /// <summary>Opens a folder or a tar archive.</summary>
    /// <exception cref="UserErrorException">The path does not exist or is neither.</exception>
    public static IFileStore Open(string path)
    {
        if (Directory.Exists(path)) return new FolderStore(path);
        if (!File.Exists(path)) throw new UserErrorException($"{path} does not exist; give the folder or the .tar that holds the dataset.");
        if (path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)) return new TarStore(path);
        throw new UserErrorException($"{path} is neither a folder nor a .tar archive; unpack it and give the folder.");
    }
}
