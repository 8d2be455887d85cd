using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trainer").FullName;
    private readonly FaceSet _faces = Tiny.Faces(24);
    private readonly BatchNormalizer _normalizer = new(PixelNormalizer.ImageNet, CPU);

    public void Dispose()
    {
        _faces.Dispose();
        _normalizer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_run_cut_off_and_resumed_follows_the_same_curve_to_the_bit()
    {
        using var whole = Tiny.Network();
        Train("whole", whole);

        // Killed without warning after step 8: the checkpoint of step 6 is all there is, and the log knows more than it.
        using (var killed = Tiny.Network())
        {
            Assert.Throws<InvalidOperationException>(() => Train("cut", killed, stopAfter: 8));
        }

        using var resumed = Tiny.Network(seed: 99);
        Train("cut", resumed);

        Assert.Equal(Losses("whole"), Losses("cut"));
        Assert.Equal(12, Losses("cut").Length);
        foreach (var (name, expected) in whole.state_dict())
        {
            Assert.True(expected.eq(resumed.state_dict()[name]).all().item<bool>(), name);
        }
    }

    [Fact]
    public void AdaBelief_resumes_to_the_bit_too_and_its_checkpoint_is_not_Adams()
    {
        using var whole = Tiny.Network();
        Train("whole", whole, kind: OptimiserKind.AdaBelief);
        using (var killed = Tiny.Network())
        {
            Assert.Throws<InvalidOperationException>(() => Train("cut", killed, stopAfter: 8, OptimiserKind.AdaBelief));
        }

        using var resumed = Tiny.Network(seed: 99);
        Assert.Contains("of AdaBelief", Assert.Throws<UserErrorException>(() => Train("cut", resumed)).Message, StringComparison.Ordinal);
        Train("cut", resumed, kind: OptimiserKind.AdaBelief);
        Assert.Equal(Losses("whole"), Losses("cut"));
        using var adam = Tiny.Network();
        Train("adam", adam);
        Assert.NotEqual(Losses("adam")[^1], Losses("whole")[^1]);
    }

    /// <summary>Of every weight: mean ← d·mean + (1-d)·weight after each step, d = min(0.3, (1+t)/(10+t)), from the first weights on.</summary>
    [Fact]
    public void A_stage_ends_with_the_average_of_its_weights_also_when_it_was_cut_off()
    {
        using var plain = Tiny.Network();
        var name = plain.named_parameters().First().name;
        var mean = First(plain);
        TrainerOf("plain", plain).Run(LossOf(plain), progress =>
        {
            var decay = Math.Min(0.3, progress.Step / (9.0 + progress.Step));
            mean = decay * mean + (1 - decay) * First(plain);
        }, default);

        using var averaged = Tiny.Network();
        TrainerOf("whole", averaged, average: 0.3).Run(LossOf(averaged), _ => { }, default);
        Assert.Equal(Losses("plain"), Losses("whole"));
        Assert.NotEqual(First(plain), mean, 1e-5);
        Assert.Equal(mean, First(averaged), 1e-6);

        using (var killed = Tiny.Network())
        {
            Assert.Throws<InvalidOperationException>(() => TrainerOf("cut", killed, average: 0.3).Run(
                LossOf(killed), progress => { if (progress.Step == 8) throw new InvalidOperationException("killed"); }, default));
        }

        using var resumed = Tiny.Network(seed: 99);
        TrainerOf("cut", resumed, average: 0.3).Run(LossOf(resumed), _ => { }, default);
        Assert.Equal(Losses("whole"), Losses("cut"));
        foreach (var (weight, expected) in averaged.state_dict())
        {
            Assert.True(expected.eq(resumed.state_dict()[weight]).all().item<bool>(), weight);
        }

        using var kept = TrainingCheckpoint.LoadNetwork(FolderOf("cut").Checkpoint, CPU);
        Assert.Equal(First(averaged), First(kept));

        double First(PoseNetwork network)
        {
            using var scope = NewDisposeScope();
            return network.get_parameter(name)!.detach().flatten()[0].item<float>();
        }
    }

    [Fact]
    public void Epochs_end_once_each_and_training_goes_on_as_if_nobody_had_looked()
    {
        using var plain = Tiny.Network();
        Train("plain", plain);
        using var watched = Tiny.Network();
        var epochs = new List<int>();
        TrainerOf("watched", watched).Run(LossOf(watched), _ => { }, default, epoch => { epochs.Add(epoch); watched.eval(); });
        Assert.Equal([1, 2, 3, 4], epochs);
        Assert.Equal(Losses("plain"), Losses("watched"));
    }

    [Fact]
    public void A_run_killed_between_the_renames_of_a_checkpoint_goes_on_from_the_one_before()
    {
        using var network = Tiny.Network();
        Train("whole", network);
        using var killed = Tiny.Network();
        Train("renames", killed);
        File.Move(FolderOf("renames").Checkpoint, FolderOf("renames").File("checkpoint.next.safetensors"));
        Assert.Equal(9, TrainingCheckpoint.StepOf(FolderOf("renames").LatestCheckpoint!));

        using var resumed = Tiny.Network(seed: 99);
        Train("renames", resumed);
        Assert.Equal(Losses("whole"), Losses("renames"));
    }

    /// <summary>Cut off, a bit flipped in its weights, a digit in its header, or something else altogether.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Beside_a_damaged_checkpoint_the_whole_one_before_it_is_used_and_that_is_said(int damage)
    {
        using var network = Tiny.Network();
        Train("whole", network);
        using var first = Tiny.Network();
        Train("damaged", first);
        var folder = FolderOf("damaged");
        var bytes = File.ReadAllBytes(folder.Checkpoint);
        if (damage == 0) bytes = bytes[..(bytes.Length / 2)];
        else if (damage == 1) bytes[^100] ^= 1;
        else if (damage == 2) bytes[bytes.AsSpan().IndexOf("\"step\":\"12"u8) + 8] ^= 2;
        else bytes = "something else"u8.ToArray();
        File.WriteAllBytes(folder.Checkpoint, bytes);

        using var resumed = Tiny.Network(seed: 99);
        var said = new StringWriter();
        var errors = Console.Error;
        Console.SetError(said);
        try
        {
            Train("damaged", resumed);
        }
        finally
        {
            Console.SetError(errors);
        }

        Assert.Contains(folder.Checkpoint, said.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"the checkpoint before it is used, of step 9.{Environment.NewLine}", said.ToString(), StringComparison.Ordinal);
        Assert.Equal(Losses("whole"), Losses("damaged"));
        Assert.Equal(12, TrainingCheckpoint.StepOf(folder.Checkpoint));
        // The next save put the whole one before it, not the damaged one.
        Assert.Equal(9, TrainingCheckpoint.StepOf(folder.PreviousCheckpoint));
        Assert.Equal(bytes, File.ReadAllBytes(folder.File("checkpoint.damaged.safetensors")));
    }

    [Fact]
    public void A_disk_that_cannot_take_a_checkpoint_stops_the_run_and_the_old_one_survives()
    {
        using var network = Tiny.Network();
        // A folder in the new checkpoint's place cannot be overwritten by it, whoever runs the test.
        var done = 0;
        var error = Assert.Throws<UserErrorException>(() => TrainerOf("full", network).Run(
            LossOf(network),
            progress => { if ((done = (int)progress.Step) == 4) Directory.CreateDirectory(FolderOf("full").File("checkpoint.next.safetensors/x")); },
            default));
        Assert.Equal(6, done);
        Assert.Contains("checkpoint.next.safetensors", error.Message);
        Assert.Equal(3, TrainingCheckpoint.StepOf(FolderOf("full").Checkpoint));
    }

    [Fact]
    public void Asked_to_stop_it_leaves_a_checkpoint_of_the_step_at_hand()
    {
        using var network = Tiny.Network();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            TrainerOf("stopped", network).Run(LossOf(network), progress => { if (progress.Step == 2) stop.Cancel(); }, stop.Token));
        Assert.Equal(2, TrainingCheckpoint.StepOf(FolderOf("stopped").Checkpoint));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_checkpoint()
    {
        using var network = Tiny.Network();
        var step = 0;
        var loss = LossOf(network);
        var error = Assert.Throws<UserErrorException>(() =>
            TrainerOf("nan", network).Run(batch => ++step == 5 ? loss(batch) * float.NaN : loss(batch), _ => { }, default));

        Assert.Contains("at step 5 (epoch 2, batch 2 of 3)", error.Message);
        Assert.Contains("the checkpoint of step 3 is kept", error.Message);
        using var kept = TrainingCheckpoint.LoadNetwork(FolderOf("nan").Checkpoint, CPU);
        Assert.All(kept.parameters(), parameter => Assert.True(parameter.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Where_libtorch_fails_the_sentence_says_how_to_go_on()
    {
        using var network = Tiny.Network();
        var steps = 0;
        var error = Assert.Throws<UserErrorException>(() => TrainerOf("native", network).Run(
            // What TorchSharp throws: matrices that do not fit.
            batch => ++steps < 5 ? LossOf(network)(batch) : zeros(2, 3).mm(zeros(2, 3)), _ => { }, default));
        Assert.StartsWith("Stage 'native': libtorch failed at step 5 (mat1 and mat2 shapes cannot be multiplied", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; run the same command again, it goes on from the checkpoint of step 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_architecture_or_order_is_refused()
    {
        using var network = Tiny.Network();
        Train("first", network);

        using var wider = new PoseNetwork(Tiny.Definition with { BinSizes = [1] });
        var error = Assert.Throws<UserErrorException>(() => Train("first", wider));
        Assert.Contains("bins of 1, 2, 3, 4°", error.Message);

        var other = new Trainer(PlanOf("first") with { Seed = 5 }, network, _faces);
        error = Assert.Throws<UserErrorException>(() => other.Run(LossOf(network), _ => { }, default));
        Assert.Contains("seed 1", error.Message);

        var slower = new Trainer(PlanOf("first") with { Optimiser = PlanOf("first").Optimiser with { LearningRate = 1e-5 } }, network, _faces);
        Assert.Contains("learning rate 0.001", Assert.Throws<UserErrorException>(() => slower.Run(LossOf(network), _ => { }, default)).Message);
        var plainer = new Trainer(PlanOf("first") with { Augmentation = AugmentationOptions.None }, network, _faces);
        Assert.Throws<UserErrorException>(() => plainer.Run(LossOf(network), _ => { }, default));

        File.Delete(FolderOf("first").PreviousCheckpoint);
        File.WriteAllText(FolderOf("first").Checkpoint, "not a checkpoint");
        Assert.Throws<UserErrorException>(() => Train("first", network));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void No_tensor_outlives_its_step(ScalarType precision)
    {
        using var network = Tiny.Network();
        var live = new List<long>();
        TrainerOf("live", network).Run(
            batch => BaseObjective.Of(network.call(_normalizer.Apply(batch.Images).to(precision)), batch.Degrees, batch.Weights),
            _ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount), default);

        // Adam makes its moments in the first step.
        Assert.All(live[1..], count => Assert.Equal(live[1], count));
    }

    [Fact]
    public void It_learns_something()
    {
        using var network = Tiny.Network();
        var plan = PlanOf("learns") with { Optimiser = new OptimiserOptions { Batch = 12, Epochs = 30, LearningRate = 3e-3 },
            Augmentation = AugmentationOptions.None };
        new Trainer(plan, network, _faces).Run(LossOf(network), _ => { }, default);
        var losses = Losses("learns");
        Assert.True(losses[^3..].Average() < 0.8 * losses[..3].Average(), $"from {losses[..3].Average()} to {losses[^3..].Average()}");
    }

    private void Train(string name, PoseNetwork network, int stopAfter = int.MaxValue, OptimiserKind kind = OptimiserKind.Adam) =>
        TrainerOf(name, network, kind).Run(
        LossOf(network), progress => { if (progress.Step == stopAfter) throw new InvalidOperationException("killed"); }, default);

    private BatchLoss LossOf(PoseNetwork network) => batch => BaseObjective.Of(network.call(_normalizer.Apply(batch.Images)), batch.Degrees, batch.Weights);

    private Trainer TrainerOf(string name, PoseNetwork network, OptimiserKind kind = OptimiserKind.Adam, double average = 0) =>
        new(PlanOf(name) with { Optimiser = PlanOf(name).Optimiser with { Kind = kind, Average = average } }, network, _faces);

    private TrainingPlan PlanOf(string name) => new(
        name, FolderOf(name), Seed: 1, new OptimiserOptions { Batch = 8, Epochs = 4, LearningRate = 1e-3 }, new AugmentationOptions());

    private RunFolder FolderOf(string name) => RunFolder.Of(_folder, "test", name);

    private double[] Losses(string name) => [.. MetricsLog.Read(FolderOf(name).Metrics).Select(line => line.Loss)];
}
