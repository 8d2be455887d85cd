namespace HeadTracker.Training.Experiments;

/// <summary>How stages name each other: by <c>STAGE</c> in their own experiment, by <c>EXPERIMENT/STAGE</c> in one that ran before.</summary>
public static class StageReference
{
    private const char Separator = '/';

    /// <summary>Whether it names another experiment's stage; no stage's own name has a slash.</summary>
    public static bool IsOfAnotherExperiment(string reference) => reference.Contains(Separator, StringComparison.Ordinal);

    /// <summary>Experiment and stage that it names.</summary>
    /// <param name="reference">The stage's name, with its experiment's or without.</param>
    /// <param name="own">The experiment that says it.</param>
    public static (string Experiment, string Stage) Resolve(string reference, string own) =>
        reference.Split(Separator, 2) is [var experiment, var stage] ? (experiment, stage) : (own, reference);
}
