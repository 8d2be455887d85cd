using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>The first stage (§5.2): all heads learn the labels, eq. 4.</summary>
public static class BaseStage
{
    public static IReadOnlyList<ResultRow> Run(BaseStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);

        var plan = PlanOf(options, context, teacher: options.Joint == 0 ? "" : FormattableString.Invariant($"none, joint loss times {options.Joint}"));
        var trainer = new Trainer(plan, network, context.TrainOf(options));
        return context.Train(
            trainer, batch => BaseObjective.Of(network.call(context.InputOf(batch)), batch.Degrees, batch.Weights, options.Joint), report,
            options.Name, () => context.Evaluate(network, options.Name));
    }

    /// <summary>The plan of a training stage; the stage's own options win over the experiment's.</summary>
    internal static TrainingPlan PlanOf(TrainingStageOptions options, StageContext context, int padding = 0, string teacher = "")
    {
        var experiment = context.Experiment;
        return new(options.Name, context.Paths.StageFolder(options.Name), experiment.Seed, options.OptimiserOf(experiment),
            options.AugmentationOf(experiment), padding,
            $"weights {context.InitialWeightsOf(options)}; teacher {teacher}");
    }
}
