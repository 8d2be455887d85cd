using HeadTracker.Training.Augmentation;

namespace HeadTracker.Training.Affinity;

/// <summary>What the thesis's affinity by features is compared with: other numbers for the same search.</summary>
public static class RivalAffinities
{
    /// <summary>Fewer common samples tell nothing.</summary>
    private const int LeastCommon = 3;

    /// <summary>
    /// Affinity by which samples are easy and which are difficult, after fully-adaptive feature sharing (FAFS: Lu et al. 2017), which looks at the network's
    /// answers alone and so knows no places: Spearman's correlation of two tasks' losses over the samples that both have labels for, at all places.
    /// </summary>
    /// <param name="tasks">N names.</param>
    /// <param name="losses">Of every task, on the same samples; NaN where a label is not known.</param>
    /// <param name="places">D.</param>
    /// <exception cref="UserErrorException">Two tasks have hardly a sample in common.</exception>
    public static TaskAffinity OfLosses(IReadOnlyList<string> tasks, IReadOnlyList<double[]> losses, int places) => Symmetric(tasks, places, (one, other) =>
    {
        var common = losses[one].Zip(losses[other]).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second)).ToArray();
        if (common.Length < LeastCommon)
            throw new UserErrorException(
                $"'{tasks[one]}' and '{tasks[other]}' have labels for {common.Length} common faces; give a test set that both have at least {LeastCommon} in.");
        var correlation = RankCorrelation.Of([.. common.Select(pair => pair.First)], [.. common.Select(pair => pair.Second)]);
        return _ => correlation;
    });

    /// <summary>Drawn uniformly from 0 to 1, for groupings at random within the same budget.</summary>
    /// <param name="tasks">N names.</param>
    /// <param name="places">D.</param>
    /// <param name="random">Draws them.</param>
    public static TaskAffinity OfChance(IReadOnlyList<string> tasks, int places, SeededRandom random) =>
        Symmetric(tasks, places, (_, _) => _ => random.NextDouble());

    private static TaskAffinity Symmetric(IReadOnlyList<string> tasks, int places, Func<int, int, Func<int, double>> of)
    {
        var values = new double[places, tasks.Count, tasks.Count];
        for (var one = 0; one < tasks.Count; one++)
        {
            for (var place = 0; place < places; place++) values[place, one, one] = 1;
            for (var other = 0; other < one; other++)
            {
                var at = of(one, other);
                for (var place = 0; place < places; place++) values[place, one, other] = values[place, other, one] = at(place);
            }
        }

        return new TaskAffinity(values, tasks);
    }
}
