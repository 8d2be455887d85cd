using System.Text.Json;
using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Balancing;

/// <summary>Every kind of balancer on the base training's own tasks.</summary>
public sealed class BalancedTrainingTests : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string _folder = Directory.CreateTempSubdirectory("balanced").FullName;
    private readonly FaceSet _faces = Tiny.Faces(24);
    private readonly BatchNormalizer _normalizer = new(PixelNormalizer.ImageNet, CPU);

    public static TheoryData<string> Kinds { get; } =
    [
        """{ "kind": "fixed", "weights": { "regression": 0.5 } }""",
        """{ "kind": "uncertainty" }""",
        """{ "kind": "gradNorm", "alpha": 1.5 }""",
        """{ "kind": "dwa" }""",
        """{ "kind": "dtp" }""",
        """{ "kind": "mgda" }""",
        """{ "kind": "mgda", "scale": "None" }""",
        """{ "kind": "gls" }""",
        """{ "kind": "signDropout" }""",
        """{ "kind": "taskSampling", "temperature": 2, "counts": { "regression": 4 } }""",
        """{ "kind": "h1" }""",
        """{ "kind": "h2", "steps": 4 }""",
        """{ "kind": "h3", "steps": 4, "importance": { "bins1": 2 } }""",
        """{ "kind": "h4", "steps": 2, "interval": 1 }""",
        """{ "kind": "instance" }""",
        """{ "kind": "instance", "sourceLearningRate": 0.1, "decay": 0.01 }""",
        """{ "kind": "source" }""",
    ];

    public void Dispose()
    {
        _faces.Dispose();
        _normalizer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Twenty_steps_lower_the_plain_loss(string json)
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        using var balancer = Create(json);
        var batch = FaceBatch.Plain(_faces, _faces.Images.Take([.. Enumerable.Range(0, 8).Select(row => (long)row)]));
        using var adam = optim.Adam(network.parameters().Concat(balancer.parameters()), 3e-3);
        network.train();
        var (before, after) = (0f, 0f);
        for (var step = 0; step <= 20; step++)
        {
            using var inner = NewDisposeScope();
            after = BaseObjective.Of(network.call(_normalizer.Apply(batch.Images)), batch.Degrees).item<float>();
            if (step == 0) before = after;
            adam.zero_grad();
            LossOf(json, network, balancer)(batch with { Random = new SeededRandom(1, step) }).backward();
            adam.step();
            if (step % 4 == 3) balancer.EndEpoch();
        }

        Assert.True(after < 0.9 * before, $"from {before} to {after}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_cut_off_and_resumed_follows_the_same_curve_to_the_bit(string json)
    {
        using var whole = Tiny.Network();
        using var wholeBalancer = Create(json);
        var live = new List<long>();
        Train("whole", json, whole, wholeBalancer, live);
        // Adam makes its moments in the first step; no other tensor outlives its step.
        Assert.All(live[1..], count => Assert.Equal(live[1], count));

        // Killed after step 8; the checkpoint is that of step 6, an epoch's end, whose weights are already the new ones.
        using (var killed = Tiny.Network())
        {
            using var balancer = Create(json);
            Assert.Throws<InvalidOperationException>(() => Train("cut", json, killed, balancer, [], stopAfter: 8));
        }

        using var resumed = Tiny.Network(seed: 99);
        using var resumedBalancer = Create(json);
        Train("cut", json, resumed, resumedBalancer, []);

        Assert.Equal(Losses("whole"), Losses("cut"));
        Assert.Equal(12, Losses("cut").Length);
        foreach (var (name, expected) in whole.state_dict()) Assert.True(expected.eq(resumed.state_dict()[name]).all().item<bool>(), name);
        foreach (var (name, expected) in wholeBalancer.state_dict()) Assert.True(expected.eq(resumedBalancer.state_dict()[name]).all().item<bool>(), name);
    }

    [Fact]
    public void Equal_weights_are_the_plain_loss_times_the_number_of_terms()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        network.eval();
        using var balancer = Create("""{ "kind": "h1" }""");
        var batch = FaceBatch.Plain(_faces, _faces.Images.Take([0, 3, 5])) with { Weights = tensor(new float[] { 1, 2, 0.5f }) };
        var plain = BaseObjective.Of(network.call(_normalizer.Apply(batch.Images)), batch.Degrees, batch.Weights).item<float>();
        Assert.Equal(5 * plain, LossOf("""{ "kind": "h1" }""", network, balancer)(batch).item<float>(), 3);

        // Shared out among the angles it is the same, and before the first step no label has a parameter.
        using var angles = Create("""{ "kind": "instance" }""");
        Assert.Equal(plain, LossOf("""{ "kind": "instance" }""", network, angles)(batch).item<float>(), 4);
    }

    [Fact]
    public void Tasks_are_named_as_the_heads_and_hits_are_right_answers()
    {
        using var scope = NewDisposeScope();
        var names = BaseTasks.Of(new GlsOptions(), [4, 0.5f, 1], regression: true).Select(task => task.Name);
        Assert.Equal(["bins0_5", "bins1", "bins4", "regression"], names);
        Assert.Equal(["yaw", "pitch", "roll"], BaseTasks.Of(new InstanceOptions(), [1], regression: false).Select(task => task.Name));

        var halves = new BinSpecification(90, 90);
        var logits = tensor(new float[,,] { { { 0, 1 }, { 1, 0 }, { 0, 1 } }, { { 1, 0 }, { 1, 0 }, { 1, 0 } } });
        var output = new PoseOutput([halves], [logits], tensor(new float[,] { { 44, -10, 9 }, { 0, 0, 0 } }));
        var truth = tensor(new float[,] { { 40, -20, -5 }, { -3, 20, -60 } });
        var hits = BaseObjective.Hits(output, truth, threshold: 5).data<float>().ToArray();
        Assert.Equal([4 / 6f, 2 / 6f], hits);
    }

    private static BalanceOptions OptionsOf(string json) => JsonSerializer.Deserialize<BalanceOptions>(json, Json)!;

    private static Balancer Create(string json)
    {
        var options = OptionsOf(json);
        var labels = new LabelRows([.. Enumerable.Range(0, 24)], [.. Enumerable.Range(0, 24).Select(row => row % 2)], ["a", "b"], 5);
        return options.Create(new("balanced", BaseTasks.Of(options, Tiny.Definition.BinSizes, regression: true), CPU) { Labels = labels });
    }

    private BatchLoss LossOf(string json, PoseNetwork network, Balancer balancer)
    {
        var options = OptionsOf(json);
        return batch =>
        {
            var features = network.PooledFeatures(_normalizer.Apply(batch.Images));
            var shared = new SharedLayer(network.Backbone.LastWeightOf(ResNet.Stages), features);
            var losses = BaseTasks.LossesOf(options, network.Heads.call(features), batch.Degrees, batch.Weights, shared);
            return balancer.Combine(losses with { Rows = batch.Rows, Random = batch.Random });
        };
    }

    private void Train(string name, string json, PoseNetwork network, Balancer balancer, List<long> live, int stopAfter = int.MaxValue)
    {
        var plan = new TrainingPlan(
            name, FolderOf(name), Seed: 1, new OptimiserOptions { Batch = 8, Epochs = 4, LearningRate = 1e-3 }, new AugmentationOptions());
        new Trainer(plan, network, _faces, balancer).Run(
            LossOf(json, network, balancer),
            progress =>
            {
                live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                if (progress.Step == stopAfter) throw new InvalidOperationException("killed");
            },
            default,
            _ => balancer.EndEpoch());
    }

    private RunFolder FolderOf(string name) => RunFolder.Of(_folder, "test", name);

    private double[] Losses(string name) => [.. MetricsLog.Read(FolderOf(name).Metrics).Select(line => line.Loss)];
}
