namespace HeadTracker.Inference;

/// <summary>Where models lie at run time.</summary>
public static class ModelFiles
{
    /// <summary>The folder beside the program into which the build copies the repository's models and the detectors from npm.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Path of a file that comes with the program.</summary>
    /// <exception cref="UserErrorException">The build left it out because the npm packages were not installed.</exception>
    public static string PathOf(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path)
            ? path
            : throw new UserErrorException($"The model {file} is missing from {Folder}; run './headtracker doctor', or 'npm ci' and build again.");
    }

    /// <summary>The file a user means: a path as it is, or the name of a model in <see cref="Folder"/> with or without ".onnx".</summary>
    /// <exception cref="UserErrorException">There is no such file; the sentence lists what there is.</exception>
    public static string Resolve(string nameOrPath)
    {
        string[] tries = [nameOrPath, Path.Combine(Folder, nameOrPath), Path.Combine(Folder, nameOrPath + ".onnx")];
        if (tries.FirstOrDefault(File.Exists) is { } found) return found;
        var known = Directory.Exists(Folder)
            ? string.Join(", ", Directory.EnumerateFiles(Folder, "*.onnx").Select(Path.GetFileNameWithoutExtension).Order())
            : "";
        throw new UserErrorException(
            $"There is no model '{nameOrPath}', neither as a file nor in {Folder}; "
                + $"{(known.Length > 0 ? $"known here: {known}" : "the folder is empty, build again")}.");
    }
}
