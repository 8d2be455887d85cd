namespace HeadTracker.Training;

/// <summary>Replaces a file whole or not at all, whatever happens meanwhile.</summary>
public static class AtomicFile
{
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the new content to the path it is given, beside the file.</param>
    /// <exception cref="UserErrorException">The disk is full or cannot be written; the old version is still in place.</exception>
    public static void Write(string path, Action<string> write)
    {
        var partial = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            write(partial);
            // The rename below must not reach the disk before the content does.
            using (var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(partial);
            throw new UserErrorException(
                $"{path} cannot be written ({e.Message.TrimEnd('.')}); free some space or choose another folder, and run the same command again; "
                    + "what was there before is still there.", e);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // What could not be written may not be deletable either; the next run overwrites it.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
