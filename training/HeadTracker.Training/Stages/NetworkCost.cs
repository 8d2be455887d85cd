using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What the network of a multi-task stage comes to (thesis of Vandenhende 2022, table 5.6), counted from the network; nothing is trained.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Parameters">That it learns.</param>
/// <param name="MultiplyAdds">For one image.</param>
public sealed record NetworkCost(string Stage, long Parameters, long MultiplyAdds)
{
    /// <summary>The costs of the stages that it is compared with, one network for each task; null without.</summary>
    public NetworkCost? Singles { get; init; }

    /// <summary>Of every multi-task stage of an experiment, in its order, but those whose trees are only found when they run.</summary>
    /// <exception cref="UserErrorException">It has none.</exception>
    public static IReadOnlyList<NetworkCost> Of(Experiment experiment)
    {
        var costs = new Dictionary<string, NetworkCost>();
        foreach (var stage in experiment.Stages.OfType<MultiTaskStageOptions>().Where(stage => stage.Grouping is null))
        {
            var own = Of(stage, experiment);
            var singles = stage.Against.Select(costs.GetValueOrDefault).OfType<NetworkCost>().ToArray();
            costs[stage.Name] = singles.Length == 0 || singles.Length < stage.Against.Count ? own : own with
            {
                Singles = new("", singles.Sum(single => single.Parameters), singles.Sum(single => single.MultiplyAdds)),
            };
        }

        return costs.Count > 0 ? [.. costs.Values] : throw new UserErrorException(
            "The experiment has no stage of kind multiTask whose network is known before it runs; only these are counted.");
    }

    private static NetworkCost Of(MultiTaskStageOptions stage, Experiment experiment)
    {
        using var scope = NewDisposeScope();
        var leaves = StageNetworks.TasksOf(stage, scenes: 1);
        using var network = new MultiTaskNetwork(
            new PoseNetwork(StageNetworks.DefinitionOf(stage, experiment), StageNetworks.StrideOf(stage)),
            StageNetworks.EncoderOf(stage, experiment), StageNetworks.HeadsOf(stage, leaves, experiment));
        var (used, size) = (network.PartsUsed(stage.LearnsPose), experiment.Model.InputSize);
        return new(stage.Name, ParameterCount.Of(used), Evaluation.Dense.MultiplyAdds.Of(used, size, size, image => network.call(image)));
    }
}
