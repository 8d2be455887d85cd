using HeadTracker.Training.Experiments;

namespace HeadTracker.Training.Stages;

/// <summary>Finds the tree of a stage with a <see cref="MultiTaskStageOptions.Grouping"/>.</summary>
internal static class TaskGrouping
{
    /// <summary>
    /// The stage with the tree that it trains; table, picture and tree are kept in its folder. The same networks give the same tree, so that a run resumes.
    /// </summary>
    /// <exception cref="UserErrorException">A network is not there, no tree is within the budget, or the tree does not suit the stage's balance.</exception>
    public static MultiTaskStageOptions Settle(MultiTaskStageOptions options, StageContext context)
    {
        if (options.Grouping is not { } grouping) return options;
        var study = new AffinityStudy(context.Experiment, options.Singles!, context.Paths, grouping);
        var tree = study.Best(grouping);
        study.WriteFiles(context.Paths.StageFolder(options.Name).Path, tree);
        var settled = options with { Grouping = null, Singles = null, Branches = TreeNotation.BranchesOf(tree, study.Tasks!) };
        settled.Validate(context.Experiment);
        return settled;
    }
}
