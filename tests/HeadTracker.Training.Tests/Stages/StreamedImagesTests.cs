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

/// <summary>Sets that stay in their files give what sets in memory give.</summary>
public sealed class StreamedImagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streamed").FullName;
    private readonly string[] _packs;

    public StreamedImagesTests()
    {
        using var first = Tiny.Faces(15, seed: 1);
        using var second = Tiny.Faces(9, seed: 2);
        _packs = [Tiny.Pack(first, _folder, "a"), Tiny.Pack(second, _folder, "b")];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Batches_read_ahead_are_those_of_memory()
    {
        using var scope = NewDisposeScope();
        using var resident = Load(streamed: false);
        using var streamed = Load(streamed: true);
        Assert.IsType<ResidentImages>(resident.Images);
        Assert.IsType<StreamedImages>(streamed.Images);
        Assert.Equal((resident.Count, resident.Margin), (streamed.Count, streamed.Margin));

        long[][] batches = [[23, 0, 7], [1], [15, 15, 14, 3], [22], [8, 9], [10, 11]];
        var seen = 0;
        foreach (var (stored, expected) in streamed.Images.InOrder(batches).Zip(resident.Images.InOrder(batches)))
        {
            Assert.Equal(batches[seen++], stored.Rows);
            Assert.True(expected.Images.eq(stored.Images).all().item<bool>());
        }

        Assert.Equal(batches.Length, seen);
    }

    [Fact]
    public void Training_from_files_is_training_from_memory_to_the_bit()
    {
        using var inMemory = Tiny.Network();
        Train("memory", inMemory, streamed: false);
        using var fromFiles = Tiny.Network();
        Train("files", fromFiles, streamed: true);
        var expected = inMemory.state_dict();
        foreach (var (name, value) in fromFiles.state_dict()) Assert.True(expected[name].eq(value).all().item<bool>(), name);
    }

    [Fact]
    public void Predictions_are_those_of_memory()
    {
        using var network = Tiny.Network();
        network.eval();
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        using var resident = Load(streamed: false);
        using var streamed = Load(streamed: true);
        var prediction = new PosePrediction(network, normalizer, batch: 7);
        var grid = new EnsembleGrid(2, 4);
        foreach (var (expected, actual) in prediction.Ensemble(resident, grid).Zip(prediction.Ensemble(streamed, grid)))
        {
            // A convolution may sum in another order from one run to the next.
            Assert.Equal(expected.Yaw, actual.Yaw, 1e-4f);
            Assert.Equal(expected.Pitch, actual.Pitch, 1e-4f);
            Assert.Equal(expected.Roll, actual.Roll, 1e-4f);
        }
    }

    [Fact]
    public void Sets_stay_in_memory_while_there_is_room()
    {
        const long image = 3 * 48 * 48;
        var memory = new ImageMemory(24 * image + 9 * image - 1);
        using var first = FaceSet.Load("first", _packs, 32, CPU, memory: memory);
        using var second = FaceSet.Load("second", [_packs[1]], 32, CPU, memory: memory);
        using var third = FaceSet.Load("third", [_packs[1]], 32, CPU, limit: 8, memory: memory);
        Assert.IsType<ResidentImages>(first.Images);
        Assert.IsType<StreamedImages>(second.Images);
        Assert.IsType<ResidentImages>(third.Images);
    }

    [Fact]
    public void Whoever_stops_early_stops_the_reader()
    {
        using var streamed = Load(streamed: true);
        var asked = 0;
        using (var scope = NewDisposeScope())
        {
            foreach (var _ in streamed.Images.InOrder(Endless())) break;
        }

        var after = asked;
        Thread.Sleep(50);
        Assert.Equal(after, asked);
        Assert.InRange(asked, 1, 6);

        IEnumerable<long[]> Endless()
        {
            while (true)
            {
                asked++;
                yield return [0, 1];
            }
        }
    }

    [Fact]
    public void A_file_cut_off_meanwhile_is_named()
    {
        using var scope = NewDisposeScope();
        using var streamed = Load(streamed: true);
        using (var file = File.Open(_packs[1], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(8192);
        var seen = 0;
        var error = Assert.Throws<UserErrorException>(() =>
        {
            foreach (var _ in streamed.Images.InOrder([[0, 1], [2], [23], [3]])) seen++;
        });
        Assert.Equal(2, seen);
        Assert.Equal($"{_packs[1]} was cut off while it was read; copy or make it again.", error.Message);
    }

    private FaceSet Load(bool streamed) => FaceSet.Load("x", _packs, 32, CPU, memory: new ImageMemory(streamed ? 0 : long.MaxValue));

    private void Train(string name, PoseNetwork network, bool streamed)
    {
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        using var faces = Load(streamed);
        var plan = new TrainingPlan(
            name, RunFolder.Of(_folder, "test", name), Seed: 1, new OptimiserOptions { Batch = 8, Epochs = 3, LearningRate = 1e-3 }, new AugmentationOptions());
        new Trainer(plan, network, faces).Run(
            batch => BaseObjective.Of(network.call(normalizer.Apply(batch.Images)), batch.Degrees, batch.Weights), _ => { }, default);
    }
}
