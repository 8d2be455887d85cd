using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

/// <summary>Pre-training by several pretext tasks on a few faces and frames.</summary>
public sealed class PretextMixStageTests : IDisposable
{
    private const string All = """ "tasks": ["position", "colour", "exemplar", "motion"] """;

    private readonly TinyRuns _runs = new();

    public PretextMixStageTests()
    {
        using var train = Tiny.Faces(32);
        Tiny.Pack(train, _runs.Folder, "train");
        WriteClips("clips", 8);
    }

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(""", "harmonise": true, "lasso": 0.1""")]
    public void A_resumed_run_ends_at_the_weights_of_an_uninterrupted_one(string keys)
    {
        var stage = Stage("Mix", All + keys);
        Run("whole", stage, epochs: 3);
        Run("parts", stage, epochs: 1);
        Run("parts", stage, epochs: 3);
        using var scope = NewDisposeScope();
        var (whole, parts) = (Weights("whole"), Weights("parts"));
        Assert.Equal(keys.Length > 0, whole.ContainsKey("auxiliary.mixtures.exemplar.weights"));
        Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Fact]
    public void A_steps_gradient_is_the_mean_of_what_the_tasks_alone_give()
    {
        using var rig = new Rig(this, Stage("Mix", All));
        using var scope = NewDisposeScope();
        var batch = rig.Batch(step: 1);
        var together = rig.GradientOf(() => rig.Passes.MeanLoss(batch with { Random = new SeededRandom(5) }));
        var random = new SeededRandom(5);
        var parts = batch.Images.tensor_split(4);
        Tensor[] alone = [.. Enum.GetValues<MixedPretext>().Select((task, i) =>
        {
            var seed = (long)random.NextBits();
            return rig.GradientOf(() => rig.Passes.LossOf(task, parts[i], seed));
        })];
        Assert.All(alone, gradient => Assert.True(gradient.abs().max().item<float>() > 1e-5f));
        var mean = stack(alone).mean([0]);
        Assert.InRange((together - mean).abs().max().item<float>() / mean.abs().max().item<float>(), 0, 1e-4f);
    }

    [Theory]
    [InlineData(MixedPretext.Position, "")]
    [InlineData(MixedPretext.Position, """, "harmonise": true""")]
    [InlineData(MixedPretext.Colour, "")]
    [InlineData(MixedPretext.Exemplar, "")]
    [InlineData(MixedPretext.Exemplar, """, "lasso": 0.05""")]
    [InlineData(MixedPretext.Motion, "")]
    public void Twenty_steps_lower_each_loss(MixedPretext task, string keys)
    {
        using var rig = new Rig(this, Stage("Mix", $""" "tasks": ["{task}"] {keys}"""));
        using var optimiser = optim.Adam(rig.Parameters, lr: 3e-3);
        var losses = Enumerable.Range(0, 21).Select(_ =>
        {
            using var scope = NewDisposeScope();
            optimiser.zero_grad();
            // The same pass again and again.
            var loss = rig.Passes.LossOf(task, rig.Batch(step: 1).Images, seed: 3);
            loss.backward();
            optimiser.step();
            return loss.item<float>();
        }).ToArray();
        Assert.True(losses[^1] < 0.9 * losses[0], $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Harmonised_tasks_do_not_see_colours()
    {
        using var rig = new Rig(this, Stage("Mix", """ "tasks": ["position"], "harmonise": true"""));
        using var colourful = new Rig(this, Stage("Mix", """ "tasks": ["position"]"""));
        using var scope = NewDisposeScope();
        manual_seed(1);
        var lightness = 40 + 20 * rand(16, 32, 32);
        var (plain, tinted) = (Coloured(lightness, 0, 0), Coloured(lightness, 20, -25));
        // Of one lightness but for the rounding of bytes.
        var (unseen, seen) = (Difference(rig), Difference(colourful));
        Assert.True(unseen < 0.2 * seen, $"{unseen} against {seen}");

        float Difference(Rig which) => MathF.Abs(Loss(which, plain) - Loss(which, tinted));

        static Tensor Coloured(Tensor lightness, float a, float b) =>
            Bytes.FromUnit(ColorSpaces.LabToRgb(new Channels(lightness, full_like(lightness, a), full_like(lightness, b))));

        static float Loss(Rig rig, Tensor images) => rig.Passes.LossOf(MixedPretext.Position, images, seed: 3).item<float>();
    }

    [Fact]
    public void Every_task_takes_as_many_images_of_an_epoch()
    {
        var results = Run("runs", Stage("Mix", """ "tasks": ["position", "colour"]"""), epochs: 1);
        Assert.Equal(["train.htpack"], results.Data.Select(data => data.Path));
        Assert.Equal(32 / (2 * 4), MetricsLog.Read(_runs.PathOf("runs", "tiny", "Mix", "metrics.jsonl")).Count());
        Assert.Equal(["clips.htpack", "train.htpack"], Run("both", Stage("Mix", All), epochs: 1).Data.Select(data => data.Path).Order());
    }

    [Fact]
    public void An_estimate_knows_patches_and_views_and_reads_clips_too()
    {
        var experiment = ExperimentFile.Read(Write(Stage("Mix", """ "tasks": ["position", "exemplar"]"""), epochs: 3));
        // Two patches of a quarter of the pixels each, or two views: 1.25 images for one on average.
        Assert.Equal(3 * 32 * 1.25, EstimateOf(experiment).Images);
        var all = ExperimentFile.Read(Write(Stage("Mix", All), epochs: 3));
        const long Image = 3 * 48 * 48;
        Assert.Equal((32 * Image, 40 * Image), (EstimateOf(experiment).DataBytes, EstimateOf(all).DataBytes));
        Assert.True(EstimateOf(all).ParameterBytes > EstimateOf(experiment).ParameterBytes);

        StageEstimate EstimateOf(Experiment one) => Assert.Single(new ExperimentRunner(one, _runs.PathsOf("none"), CPU).Estimate([]).Stages);
    }

    [Theory]
    [InlineData(""" "tasks": []""", "name some in its 'tasks': position, colour, exemplar, motion")]
    [InlineData(""" "tasks": ["colour", "colour"]""", "names a pretext task twice")]
    [InlineData(""" "tasks": ["colour"], "point": 5""", "point 5; give 1 to 4")]
    [InlineData(""" "tasks": ["colour"], "lasso": -1""", "a lasso of -1; give 0 or more")]
    [InlineData(""" "tasks": ["colour"], "subjects": 2""", "leave out its 'subjects'")]
    public void What_cannot_be_is_refused_on_reading(string keys, string expected) =>
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => ExperimentFile.Read(Write(Stage("Mix", keys), 1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Motion_needs_clips_and_these_need_maps_that_say_what_moves()
    {
        const string Motion = """ "tasks": ["motion"]""";
        Assert.Contains("name a set of clips in 'data.clips'",
            Assert.Throws<UserErrorException>(() => ExperimentFile.Read(Write(Stage("Mix", Motion), 1, clips: ""))).Message, StringComparison.Ordinal);
        Assert.Contains("train.htpack has no label maps beside it; make it with \"clips\": true",
            Assert.Throws<UserErrorException>(() => Run("runs", Stage("Mix", Motion), 1, "train")).Message, StringComparison.Ordinal);
        using (var plain = Tiny.Faces(4)) Tiny.Pack(plain, _runs.Folder, "still");
        WriteMaps("still", 4, moves: false);
        Assert.Contains("do not say of all samples",
            Assert.Throws<UserErrorException>(() => Run("runs", Stage("Mix", Motion), 1, "still")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2, 2, 8]", "give 4 numbers, each from 1 to 64")]
    [InlineData("[2, 2, 0, 1]", "give 4 numbers, each from 1 to 64")]
    public void Blocks_are_four_numbers(string blocks, string expected) => Assert.Contains(expected,
        Assert.Throws<UserErrorException>(() => ExperimentFile.Read(Write(Stage("Mix", All), 1, blocks: blocks))).Message, StringComparison.Ordinal);

    [Fact]
    public void Blocks_are_those_of_the_trunk()
    {
        var read = ExperimentFile.Read(Write(Stage("Mix", All), 1, blocks: "[2, 1, 3, 1]"));
        Assert.Equal([2, 1, 3, 1], StageNetworks.ShapeOf((TrainingStageOptions)read.Stages[0], read).Blocks);
    }

    private static string Stage(string name, string keys) => $$"""{ "kind": "pretextMix", "name": "{{name}}", {{keys}} }""";

    private IReadOnlyDictionary<string, Tensor> Weights(string runs) => _runs.Tensors("Mix", runs);

    private ExperimentResults Run(string runs, string stage, int epochs, string clips = "clips") =>
        _runs.Run(ExperimentFile.Read(Write(stage, epochs, clips)), runs);

    private string Write(string stage, int epochs, string clips = "clips", string blocks = "[1, 1, 2, 1]")
    {
        var file = _runs.PathOf("tiny.json");
        File.WriteAllText(file, $$"""
            {
              "data": { "train": ["train.htpack"]{{(clips.Length == 0 ? "" : $", \"clips\": [\"{clips}.htpack\"]")}} },
              "model": { "backbone": "ResNet18", "inputSize": 32, "width": 4, "blocks": {{blocks}} },
              "augmentation": { "colour": 0, "medianBlur": 0, "light": 0 },
              "optimiser": { "batch": 4, "epochs": {{epochs}}, "learningRate": 3e-3 },
              "stages": [{{stage}}]
            }
            """);
        return file;
    }

    private void WriteClips(string name, int count)
    {
        using var faces = Tiny.Faces(count, seed: 3);
        Tiny.Pack(faces, _runs.Folder, name);
        WriteMaps(name, count, moves: true);
    }

    /// <summary>What moves is the left half of every second frame.</summary>
    private void WriteMaps(string name, int count, bool moves)
    {
        using var set = new PackReader(_runs.PathOf(name + ".htpack"));
        using var maps = new MapWriter(set.Path, set.Header);
        var side = FaceMaps.SideFor(set.Header.StoredSize);
        for (var i = 0; i < count; i++)
        {
            var left = Enumerable.Range(0, side * side).Select(cell => (sbyte)(i % 2 == 0 && cell % side < side / 2 ? 1 : 0));
            maps.Add(new FaceMaps { Motion = moves ? [.. left] : null });
        }

        maps.Complete(set);
    }

    /// <summary>What the stage makes of its options, to be looked at step by step.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly PretextMixStageOptions _options;
        private readonly StageContext _context;
        private readonly PoseNetwork _network;
        private readonly MixedPretextHeads _heads;

        public Rig(PretextMixStageTests tests, string stage)
        {
            var experiment = ExperimentFile.Read(tests.Write(stage, epochs: 1));
            var options = _options = (PretextMixStageOptions)experiment.Stages[0];
            _context = new StageContext(experiment, tests._runs.PathsOf("rig"), CPU, ImageMemory.Of(CPU), default);
            _network = _context.Create(StageNetworks.DefinitionOf(options, experiment), options);
            _heads = StageNetworks.HeadsOf(options, _context.ShapeOf(options), experiment.Model.InputSize);
            Passes = new PretextPasses(options, _context, _network.Backbone, _heads);
        }

        public PretextPasses Passes { get; }

        public IEnumerable<TorchSharp.Modules.Parameter> Parameters => _network.Backbone.parameters().Concat(_heads.parameters());

        public FaceBatch Batch(long step)
        {
            var faces = _context.UnlabelledOf(_options);
            return FaceBatch.Plain(faces, faces.Images.Take([.. Enumerable.Range(0, 16).Select(row => (row + step) % faces.Count)]));
        }

        /// <summary>Of the trunk up to the heads, as one vector.</summary>
        public Tensor GradientOf(Func<Tensor> loss)
        {
            foreach (var parameter in Parameters) parameter.grad?.zero_();
            loss().backward();
            return cat([.. _network.Backbone.parameters().Select(parameter => parameter.grad?.flatten()).OfType<Tensor>()]).clone();
        }

        public void Dispose()
        {
            Passes.Dispose();
            _heads.Dispose();
            _network.Dispose();
            _context.Dispose();
        }
    }
}
