namespace HeadTracker.Training.Experiments;

/// <summary>The packed sets that one stage reads, as the experiment names them.</summary>
/// <param name="Train">What it learns from; empty where it learns nothing.</param>
/// <param name="Subjects">On how many people of each; null on all.</param>
/// <param name="Tests">What it is measured on, by the name in the results.</param>
public sealed record StageData(IReadOnlyList<string> Train, int? Subjects, IReadOnlyDictionary<string, string> Tests)
{
    private static readonly IReadOnlyDictionary<string, string> NoTests = new Dictionary<string, string>();

    /// <summary>The clips that it learns from.</summary>
    public IReadOnlyList<string> Clips { get; init; } = [];

    public static StageData Of(StageOptions stage, DataOptions data) => stage switch
    {
        PretextMixStageOptions { NeedsClips: true } mix => new(mix.SetsOf(data), null, NoTests) { Clips = data.Clips! },
        PretrainingStageOptions pretraining => new(pretraining.SetsOf(data), null, NoTests),
        TrainingStageOptions training => new(data.Train, training.Subjects ?? data.Subjects, data.Test),
        // A chart shows rows that other stages measured.
        ChartStageOptions => new([], null, NoTests),
        _ => new([], null, data.Test),
    };
}
