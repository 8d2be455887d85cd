namespace HeadTracker.Inference;

/// <summary>Where models lie at run time.</summary>
public static class ModelFiles
{
    /// <summary>The folder beside the program into which the build copies the repository's models and the detectors from npm.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Where the launcher says that people put models of their own, which no build has copied; null for nowhere.</summary>
    private static readonly string? Own = Environment.GetEnvironmentVariable("HEADTRACKER_MODELS") is { Length: > 0 } folder ? folder : null;

    /// <summary>The file names of all models here: the program's, and those that people put into their folder.</summary>
    public static IEnumerable<string> Names => Folders.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.onnx")).Select(path => Path.GetFileName(path)!).Distinct();

    /// <summary>Looked through in this order.</summary>
    private static IEnumerable<string> Folders => Own is null ? [Folder] : [Folder, Own];

    /// <summary>Path of the model of this file name, or null.</summary>
    public static string? Find(string file) => Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>Path of a file that comes with the program.</summary>
    /// <exception cref="UserErrorException">The build left it out because the npm packages were not installed.</exception>
    public static string PathOf(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path)
            ? path
            : throw new UserErrorException($"The model {file} is missing from {Folder}; run '{CommandName.Typed} doctor', or 'npm ci' and build again.");
    }

    /// <summary>The file a user means: a path as it is, or the name of a model in <see cref="Folder"/> with or without ".onnx".</summary>
    /// <exception cref="UserErrorException">There is no such file; the sentence lists what there is.</exception>
    public static string Resolve(string nameOrPath)
    {
        if (File.Exists(nameOrPath)) return nameOrPath;
        if ((Find(nameOrPath) ?? Find(nameOrPath + ".onnx")) is { } found) return found;
        var known = string.Join(", ", Names.Select(Path.GetFileNameWithoutExtension).Order());
        throw new UserErrorException(
            $"There is no model '{nameOrPath}', neither as a file nor in {Folder}; "
                + $"{(known.Length > 0 ? $"known here: {known}" : "the folder is empty, build again")}.");
    }
}
