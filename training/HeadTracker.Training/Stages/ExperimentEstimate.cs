using System.Reflection;
using System.Text.Json.Serialization;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;
using TorchSharp;

namespace HeadTracker.Training.Stages;

/// <summary>What stages would take of data, memory and work, reckoned from the experiment and the sets' heads; nothing is trained or written.</summary>
public sealed class ExperimentEstimate
{
    /// <summary>What a forward pass takes of a learnt image's time: going back through a network takes about twice as long as going forward.</summary>
    public const double ForwardShare = 1.0 / 3;

    private const int BytesPerNumber = sizeof(float);

    // Weight, gradient, and the two moments of Adam and AdaBelief.
    private const int NumbersPerLearntParameter = 4;

    private readonly Experiment _experiment;
    private readonly ExperimentInputs _inputs;
    private readonly Dictionary<string, long> _parameters = [];

    /// <param name="experiment">Whose stages they are.</param>
    /// <param name="stages">Those to estimate.</param>
    /// <param name="inputs">Theirs.</param>
    public ExperimentEstimate(Experiment experiment, IReadOnlyList<StageOptions> stages, ExperimentInputs inputs)
    {
        (_experiment, _inputs) = (experiment, inputs);
        Problems = inputs.Problems;
        Packs = inputs.Packs;
        Stages = [.. stages.Select(Of)];
        DataBytes = Stages.SelectMany(stage => SetsOf(stage.Data)).DistinctBy(set => (string.Join('\n', set.Packs), set.Subjects))
            .Aggregate((long?)0, (sum, set) => sum + inputs.BytesOf(set.Packs, set.Subjects));
    }

    /// <inheritdoc cref="ExperimentInputs.Problems"/>
    public IReadOnlyList<string> Problems { get; }

    public int InputSize => _experiment.Model.InputSize;

    /// <inheritdoc cref="ExperimentInputs.Packs"/>
    public IReadOnlyDictionary<string, int?> Packs { get; }

    public IReadOnlyList<StageEstimate> Stages { get; }

    /// <summary>Images of all stages' sets; null where a set is missing.</summary>
    public long? DataBytes { get; }

    private StageEstimate Of(StageOptions stage)
    {
        var data = StageData.Of(stage, _experiment.Data);
        var estimate = new StageEstimate
        {
            Stage = stage, Kind = KindOf(stage), Data = data, ParameterBytes = ParameterBytesOf(stage),
            DataBytes = SetsOf(data).Aggregate((long?)0, (sum, set) => sum + _inputs.BytesOf(set.Packs, set.Subjects)),
        };
        return stage switch
        {
            ProbeStageOptions probe => WithProbe(estimate, probe),
            TrainingStageOptions training => WithTraining(estimate, training),
            // It proves its file on a few faces; a chart looks at none.
            ExportStageOptions or ChartStageOptions => estimate with { Images = 0 },
            _ => estimate with { Batch = _experiment.Optimiser.Batch, Images = Tested(data, PassesOf(stage)) },
        };
    }

    private StageEstimate WithTraining(StageEstimate estimate, TrainingStageOptions stage)
    {
        var optimiser = stage.OptimiserOf(_experiment);
        var samples = _inputs.SamplesOf(estimate.Data.Train, estimate.Data.Subjects);
        if (samples == 0) samples = null;
        var steps = samples is { } count ? Trainer.StepsOf(optimiser, count) : (long?)null;
        var batch = samples is { } all ? Trainer.BatchOf(optimiser, all) : optimiser.Batch;
        var measurements = 1 + (optimiser.CurveEpochs > 0 ? optimiser.Epochs / optimiser.CurveEpochs : 0);
        return estimate with
        {
            Samples = samples, Epochs = optimiser.Epochs, Steps = steps, Batch = batch,
            Images = steps * batch * CostOf(stage) + Tested(estimate.Data, measurements),
        };
    }

    /// <summary>The encoder looks at every face once for each number of people; layers cost next to nothing.</summary>
    private StageEstimate WithProbe(StageEstimate estimate, ProbeStageOptions probe)
    {
        var samples = _inputs.SamplesOf(estimate.Data.Train, subjects: null);
        var looks = probe.Budgets.Aggregate((double?)0, (sum, people) => sum + _inputs.SamplesOf(estimate.Data.Train, people));
        return estimate with
        {
            Samples = samples, Batch = _experiment.Optimiser.Batch, Steps = probe.Steps, Images = looks * ForwardShare + Tested(estimate.Data, 1),
        };
    }

    /// <summary>What an image of a batch costs, in images learnt from.</summary>
    private double CostOf(TrainingStageOptions stage) => stage switch
    {
        DistillStageOptions distill => 1 + (distill.BoxesPerStep ?? _experiment.Ensemble.ToGrid().Count) * ForwardShare,
        HmtlStageOptions { Frozen: true } => ForwardShare,
        BarlowTwinsStageOptions => 2,
        PretextMixStageOptions mix => mix.Tasks.Average(RelativeCostOf),
        ContrastStageOptions contrast => contrast.CostOf(ForwardShare, _experiment.Model.InputSize),
        _ => 1,
    };

    /// <summary>Of a pass: two patches of a quarter of an image's cells, or two views of it.</summary>
    private static double RelativeCostOf(MixedPretext task) => task switch
    {
        MixedPretext.Position => 0.5,
        MixedPretext.Exemplar => 2,
        _ => 1,
    };

    /// <summary>Forward passes per face of a stage that measures an earlier network.</summary>
    private double PassesOf(StageOptions stage)
    {
        return stage switch
        {
            EnsembleStageOptions { Grids.Count: > 0 } ensemble => OffsetsOf(ensemble.Grids.Select(grid => grid.ToGrid())),
            EnsembleStageOptions => OffsetsOf([_experiment.Ensemble.ToGrid()]),
            HeatMapStageOptions map => OffsetsOf(HeatMapStage.GridsUpTo(map.MaxPadding)),
            QuasiEnsembleStageOptions quasi => quasi.Grids.Sum(grid => SlidingNetwork.WorkOf(grid.ToGrid(), _experiment.Model.InputSize)),
            _ => throw new InvalidOperationException($"no measure is known for {stage.GetType().Name}"),
        };
    }

    /// <summary>Ensembles share the offsets they have in common.</summary>
    private static int OffsetsOf(IEnumerable<EnsembleGrid> grids) =>
        grids.SelectMany(grid => grid.Offsets.Select(offset => (offset.X - grid.Padding, offset.Y - grid.Padding))).Distinct().Count();

    private double? Tested(StageData data, double passes) =>
        data.Tests.Values.Aggregate((double?)0, (sum, test) => sum + _inputs.SamplesOf([test], subjects: null) * passes * ForwardShare);

    private static IEnumerable<(IReadOnlyList<string> Packs, int? Subjects)> SetsOf(StageData data) =>
        data.Tests.Values.Select(test => ((IReadOnlyList<string>)[test], (int?)null))
            .Prepend((data.Clips, null)).Prepend((data.Train, data.Subjects));

    private long? ParameterBytesOf(StageOptions stage) => stage switch
    {
        ChartStageOptions => null,
        DistillStageOptions distill => LearntBytes(distill) + HeldBytes(distill.Teacher),
        ProbeStageOptions probe => ParametersOf(probe) * BytesPerNumber,
        // The momentum encoder, which learns by itself.
        ContrastStageOptions contrast => LearntBytes(contrast) + (ParametersOf(contrast) + AuxiliaryParametersOf(contrast)) * BytesPerNumber,
        TrainingStageOptions training => LearntBytes(training),
        _ => HeldBytes(ExperimentFile.NeedsOf(stage).Single()),
    };

    private long LearntBytes(TrainingStageOptions stage) => (ParametersOf(stage) + AuxiliaryParametersOf(stage)) * NumbersPerLearntParameter * BytesPerNumber;

    private long HeldBytes(string stage) => ParametersOf(StageNetworks.Named(stage, _experiment)) * BytesPerNumber;

    private long ParametersOf(TrainingStageOptions stage)
    {
        var definition = $"{StageNetworks.DefinitionOf(stage, _experiment)}";
        if (_parameters.TryGetValue(definition, out var known)) return known;
        return _parameters[definition] = CountOf(stage, narrow => new PoseNetwork(StageNetworks.DefinitionOf(narrow, _experiment)));
    }

    /// <summary>A decoder's are counted as they are: it has layers of a share of the channels, rounded.</summary>
    private long AuxiliaryParametersOf(TrainingStageOptions stage)
    {
        if (stage is not MultiTaskStageOptions { Decoder: not null }) return CountOf(stage, narrow => StageNetworks.AuxiliaryOf(narrow, _experiment));
        using var module = StageNetworks.AuxiliaryOf(stage, _experiment)!;
        return module.parameters().Sum(parameter => parameter.numel());
    }

    /// <summary>
    /// Counts the parameters of a stage's network. They are a polynomial of second degree in its width (a layer has inputs times outputs, and
    /// each of the two grows in proportion to it or not at all), so its values at 4, 8 and 12 say all: narrow networks are real ones, made at once.
    /// Some layers have a quarter of a stage's channels.
    /// </summary>
    private long CountOf(TrainingStageOptions stage, Func<TrainingStageOptions, torch.nn.Module?> make)
    {
        const int Step = 4;
        var (one, two, three) = (At(Step), At(2 * Step), At(3 * Step));
        var beyond = (double)(stage.WidthOf(_experiment) - Step) / Step;
        return (long)Math.Round(one + beyond * (two - one) + beyond * (beyond - 1) / 2 * (three - 2 * two + one));

        long At(int width)
        {
            using var module = make(stage with { Width = width });
            return module?.parameters().Sum(parameter => parameter.numel()) ?? 0;
        }
    }

    private static string KindOf(StageOptions stage) =>
        (string)typeof(StageOptions).GetCustomAttributes<JsonDerivedTypeAttribute>().Single(kind => kind.DerivedType == stage.GetType()).TypeDiscriminator!;
}
