using HeadTracker.Training.Experiments;

namespace HeadTracker.Training.Runs;

/// <summary>The folders of one experiment's run.</summary>
/// <param name="Name">The experiment's name: its file's, without ending.</param>
/// <param name="Runs">Holds a folder per experiment, and in it one per stage.</param>
/// <param name="Data">Packed sets and pretrained weights are found relative to it.</param>
/// <param name="Results">Where <c>NAME.json</c> with the tables' rows goes.</param>
public sealed record RunPaths(string Name, string Runs, string Data, string Results)
{
    /// <param name="file">The experiment file.</param>
    /// <param name="seed">Another seed than the file's, which the run goes by; or null.</param>
    /// <param name="runs">As <see cref="Runs"/>.</param>
    /// <param name="data">As <see cref="Data"/>.</param>
    /// <param name="results">As <see cref="Results"/>; null for 'results' beside the file.</param>
    public static RunPaths Of(string file, long? seed, string runs, string data, string? results) => new(
        Path.GetFileNameWithoutExtension(file) + (seed is null ? "" : $"-seed{seed}"), runs, data,
        results ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "results"));

    public string ResultFile => Path.Combine(Results, Name + ".json");

    /// <summary>The folder of the stage that a <see cref="StageReference"/> names.</summary>
    public RunFolder StageFolder(string reference)
    {
        var (experiment, stage) = StageReference.Resolve(reference, Name);
        return RunFolder.Of(Runs, experiment, stage);
    }

    /// <summary>A packed set's place; <c>{size}</c> in its path stands for the network's input size.</summary>
    public string DataFile(string path, int inputSize) => Path.Combine(Data, AtSize(path, inputSize));

    /// <summary>A packed set's path as it is for one input size.</summary>
    public static string AtSize(string path, int inputSize) => path.Replace("{size}", $"{inputSize}", StringComparison.Ordinal);
}
