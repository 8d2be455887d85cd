namespace HeadTracker.Training.Runs;

/// <summary>The folders of one experiment's run.</summary>
/// <param name="Name">The experiment's name: its file's, without ending.</param>
/// <param name="Runs">Holds a folder per experiment, and in it one per stage.</param>
/// <param name="Data">Packed sets and pretrained weights are found relative to it.</param>
/// <param name="Results">Where <c>NAME.json</c> with the tables' rows goes.</param>
public sealed record RunPaths(string Name, string Runs, string Data, string Results)
{
    private const char Separator = '/';

    public string ResultFile => Path.Combine(Results, Name + ".json");

    /// <summary>The folder of one of this experiment's stages, or of another's as <c>EXPERIMENT/STAGE</c>.</summary>
    public RunFolder StageFolder(string stage) => stage.Split(Separator, 2) is [var experiment, var other] ? RunFolder.Of(Runs, experiment, other) : RunFolder.Of(Runs, Name, stage);

    /// <summary>Whether a stage's name says <c>EXPERIMENT/STAGE</c>; no stage's own name has a slash.</summary>
    public static bool IsOfAnotherExperiment(string stage) => stage.Contains(Separator, StringComparison.Ordinal);

    /// <summary>A packed set's place; <c>{size}</c> in its path stands for the network's input size.</summary>
    public string DataFile(string path, int inputSize) => Path.Combine(Data, path.Replace("{size}", $"{inputSize}", StringComparison.Ordinal));
}
