namespace HeadTracker;

/// <summary>Files that are made anew: what bears the name already, a link that leads elsewhere above all, is removed and never written through.</summary>
public static class NewFile
{
    /// <summary>Makes an empty file.</summary>
    /// <param name="path">Its place; what is there is removed.</param>
    /// <param name="isPrivate">Whether only this user may read it, as what holds addresses or pictures of people; elsewhere as folders have it.</param>
    /// <returns>Open for writing; the caller closes it.</returns>
    /// <exception cref="IOException">The file system refuses, or somebody else was quicker to make a file there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static FileStream Create(string path, bool isPrivate)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Writes a file whole or not at all: under another name first.</summary>
    /// <param name="path">Its place; what is there is replaced.</param>
    /// <param name="text">All that it shall hold.</param>
    /// <param name="isPrivate">As for <see cref="Create"/>.</param>
    /// <exception cref="IOException">The file system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static void Replace(string path, string text, bool isPrivate)
    {
        var partial = path + ".partial";
        using (var writer = new StreamWriter(Create(partial, isPrivate))) writer.Write(text);
        File.Move(partial, path, overwrite: true);
    }
}
