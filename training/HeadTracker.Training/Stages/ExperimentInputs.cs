using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>
/// What stages read that they do not make: packed sets, initial weights, other experiments' encoders. Everything that is missing or unfit is found at
/// once, so that nobody learns of the second thing after hours of training or of making the first. Owns the open sets.
/// </summary>
public sealed class ExperimentInputs : IDisposable
{
    private readonly Experiment _experiment;
    private readonly RunPaths _paths;
    private readonly Dictionary<string, PackReader?> _packs = [];
    private readonly List<string> _problems = [];

    /// <param name="experiment">Names the inputs.</param>
    /// <param name="paths">Where they are.</param>
    /// <param name="stages">The experiment's stages that are to run.</param>
    public ExperimentInputs(Experiment experiment, RunPaths paths, IReadOnlyCollection<StageOptions> stages)
    {
        (_experiment, _paths) = (experiment, paths);
        if (stages.Count == 0) _problems.Add("The experiment has no stage; it is a part for others to extend, so give one of those.");
        CheckSets(stages);
        foreach (var stage in stages.OfType<TrainingStageOptions>()) CheckInitialWeights(stage);
    }

    /// <summary>A sentence for each thing that is missing or unfit; none where the stages can run.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Every packed set of the experiment, as it names them, with the samples it gives; null where it cannot be read.</summary>
    public IReadOnlyDictionary<string, int?> Packs => _packs.ToDictionary(pack => pack.Key, pack => SamplesOf([pack.Key], subjects: null));

    /// <summary>Samples that packed sets give together under the experiment's limit; null where that cannot be known.</summary>
    public int? SamplesOf(IReadOnlyList<string> packs, int? subjects) => Sum(packs, reader => FaceSet.RowsIn(reader, subjects, _experiment.Data.Limit).Length);

    /// <summary>Bytes of their images; null where that cannot be known.</summary>
    public long? BytesOf(IReadOnlyList<string> packs, int? subjects) =>
        Sum(packs, reader => (long)FaceSet.RowsIn(reader, subjects, _experiment.Data.Limit).Length * reader.Header.BytesPerImage);

    public void Dispose()
    {
        foreach (var reader in _packs.Values) reader?.Dispose();
    }

    private void CheckSets(IReadOnlyCollection<StageOptions> stages)
    {
        var data = _experiment.Data;
        if (data.Test.Count == 0 && stages.Any(stage => stage is not PretrainingStageOptions))
        {
            _problems.Add("The experiment names no test set; add one to its 'data.test'.");
        }

        foreach (var stage in stages.OfType<TrainingStageOptions>())
        {
            var learnt = StageData.Of(stage, data);
            if (learnt.Train.Count == 0) Add("The experiment names no set to learn from; add one to its 'data.train'.");
            CheckTogether(learnt.Train, learnt.Subjects);
            CheckClips(stage, learnt.Clips);
            if (stage is ProbeStageOptions probe) foreach (var people in probe.Budgets) CheckTogether(learnt.Train, people);
            foreach (var reader in learnt.Train.Select(Open).OfType<PackReader>())
            {
                CheckMargin(stage, reader);
                CheckMaps(stage, reader);
            }
        }

        // Pre-training alone is scored on nothing.
        if (stages.All(stage => stage is PretrainingStageOptions)) return;
        foreach (var test in data.Test.Values) CheckTogether([test], subjects: null);
    }

    /// <summary>A turned or shifted crop whose margin ends too early would be filled with smeared pixels, which no photo has.</summary>
    private void CheckMargin(TrainingStageOptions stage, PackReader pack)
    {
        var padding = stage is DistillStageOptions ? _experiment.Ensemble.ToGrid().Padding : 0;
        var needed = stage.AugmentationOf(_experiment).MarginOf(pack.Header.InputSize, padding);
        if (pack.Header.Margin >= needed) return;
        Add($"Stage '{stage.Name}' looks {needed} pixels beyond the box, but {pack.Path} stores only {pack.Header.Margin}; "
            + $"pack it again with --margin {needed}.");
    }

    private void CheckMaps(TrainingStageOptions stage, PackReader pack)
    {
        var learnt = stage switch
        {
            MultiTaskStageOptions several => several.Learnt,
            ProbeStageOptions probe => [.. probe.Tasks.Select(task => new LearntTask(task))],
            _ => [],
        };
        var tasks = learnt.Where(task => task.NeedsMaps).Select(task => task.Name).ToArray();
        if (tasks.Length == 0 || File.Exists(MapFormat.PathOf(pack.Path))) return;
        Add($"Stage '{stage.Name}' learns {string.Join(", ", tasks)}, but {pack.Path} has no label maps beside it; "
            + "make it again with \"maps\": true in its data file.");
    }

    private void CheckClips(TrainingStageOptions stage, IReadOnlyList<string> clips)
    {
        CheckTogether(clips, subjects: null);
        foreach (var pack in clips.Select(Open).OfType<PackReader>())
        {
            CheckMargin(stage, pack);
            if (File.Exists(MapFormat.PathOf(pack.Path))) continue;
            Add($"Stage '{stage.Name}' learns what moves, but {pack.Path} has no label maps beside it; make it with \"clips\": true in its data file.");
        }
    }

    /// <summary>Opens the packed sets of one use and says what keeps them from being used together.</summary>
    private void CheckTogether(IReadOnlyList<string> packs, int? subjects)
    {
        var readers = packs.Select(Open).OfType<PackReader>().ToList();
        foreach (var reader in readers)
        {
            Try(() => FaceSet.Check([reader], _experiment.Model.InputSize));
            Try(() => FaceSet.RowsIn(reader, subjects, _experiment.Data.Limit));
        }

        Try(() => FaceSet.Check(readers, _experiment.Model.InputSize));
    }

    private PackReader? Open(string pack)
    {
        if (_packs.TryGetValue(pack, out var known)) return known;
        PackReader? reader = null;
        Try(() => reader = new PackReader(_paths.DataFile(pack, _experiment.Model.InputSize)));
        return _packs[pack] = reader;
    }

    private void CheckInitialWeights(TrainingStageOptions stage)
    {
        if (stage.InitFile(_experiment) is { } weights) Try(() => PretrainedWeights.RequireFile(_paths.DataFile(weights, _experiment.Model.InputSize)));
        if (stage.InitStage is not { } init || !StageReference.IsOfAnotherExperiment(init) || _paths.StageFolder(init).LatestCheckpoint is not null) return;
        Add($"{_paths.StageFolder(init).Path} holds no checkpoint of '{init}'; run that experiment first.");
    }

    private T? Sum<T>(IReadOnlyList<string> packs, Func<PackReader, T> amount)
        where T : struct, System.Numerics.INumber<T>
    {
        var sum = T.Zero;
        foreach (var pack in packs)
        {
            if (Open(pack) is not { } reader) return null;
            try
            {
                sum += amount(reader);
            }
            catch (UserErrorException)
            {
                // It knows too few people, which is among the problems.
                return null;
            }
        }

        return sum;
    }

    private void Try(Action check)
    {
        try
        {
            check();
        }
        catch (UserErrorException e)
        {
            Add(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Add($"A file cannot be read ({e.Message.TrimEnd('.')}); check the disk and the file's permissions.");
        }
    }

    private void Add(string problem)
    {
        if (!_problems.Contains(problem)) _problems.Add(problem);
    }
}
