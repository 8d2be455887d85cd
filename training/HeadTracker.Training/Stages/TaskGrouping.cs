using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>Finds the tree of a stage with a <see cref="MultiTaskStageOptions.Grouping"/>.</summary>
internal static class TaskGrouping
{
    /// <summary>The stage with the tree that it trains. The same networks give the same tree, so that a run resumes.</summary>
    /// <param name="options">A stage, which stays as it is if it has no grouping.</param>
    /// <param name="experiment">Its experiment.</param>
    /// <param name="paths">Where the networks that are compared were trained.</param>
    /// <param name="keep">Whether table, picture and tree go into the stage's folder.</param>
    /// <exception cref="UserErrorException">A network is not there, no tree is within the budget, or the tree does not suit the stage's balance.</exception>
    public static MultiTaskStageOptions Settle(MultiTaskStageOptions options, Experiment experiment, RunPaths paths, bool keep = false)
    {
        if (options.Grouping is not { } grouping) return options;
        var study = new AffinityStudy(experiment, options.Singles!, paths, grouping);
        var tree = study.Best(grouping);
        if (keep) study.WriteFiles(paths.StageFolder(options.Name).Path, tree);
        var settled = options with { Grouping = null, Singles = null, Branches = TreeNotation.BranchesOf(tree, study.Tasks!) };
        settled.Validate(experiment);
        return settled;
    }
}
