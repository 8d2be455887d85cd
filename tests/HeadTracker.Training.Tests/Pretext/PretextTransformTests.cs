using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class PretextTransformTests
{
    public static TheoryData<PretextKind, int, int> Tasks { get; } = new()
    {
        { PretextKind.Puzzling, 2, 32 },
        { PretextKind.Puzzling, 3, 33 },
        { PretextKind.Puzzling, 3, 32 },
        { PretextKind.Rotation, 2, 32 },
        { PretextKind.Rotation, 3, 32 },
        { PretextKind.PuzzlingRotation, 2, 32 },
        { PretextKind.PuzzlingRotation, 3, 35 },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Undo_is_the_exact_inverse(PretextKind kind, int side, int size)
    {
        using var scope = NewDisposeScope();
        var task = new PretextTask(kind, new RegionGrid(side));
        using var labels = task.Draw(16, new SeededRandom(3), CPU);
        foreach (var images in new[] { randint(0, 256, [16, 3, size, size], ScalarType.Byte), randn(16, 3, size, size) })
        {
            var changed = PretextTransform.Apply(images, labels, task.Grid);
            Assert.Equal(images.shape, changed.shape);
            Assert.Equal(images.dtype, changed.dtype);
            Assert.False(AreSame(images, changed));
            Assert.True(AreSame(images, PretextTransform.Undo(changed, labels, task.Grid)));
        }
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Equals_moving_every_pixel_by_itself(PretextKind kind, int side, int size)
    {
        using var scope = NewDisposeScope();
        const int Count = 5;
        var task = new PretextTask(kind, new RegionGrid(side));
        using var labels = task.Draw(Count, new SeededRandom(4), CPU);
        var images = randint(0, 256, [Count, 1, size, size], ScalarType.Byte);
        var original = images.data<byte>().ToArray();
        var expected = (byte[])original.Clone();
        var (piece, rim) = (size / side, size % side / 2);
        for (var image = 0; image < Count; image++)
        {
            for (var p = 0; p < task.Grid.Count * piece * piece; p++)
            {
                var (region, y, x) = (p / (piece * piece), p / piece % piece, p % piece);
                var source = (int)(labels.Pieces?[image, region].item<long>() ?? region);
                var (fromX, fromY) = (x, y);
                // Turned anticlockwise, the right column becomes the top row.
                for (var turn = labels.Turns?[image, region].item<long>() ?? 0; turn > 0; turn--) (fromX, fromY) = (piece - 1 - fromY, fromX);
                expected[At(image, region, x, y)] = original[At(image, source, fromX, fromY)];
            }
        }

        Assert.Equal(expected, PretextTransform.Apply(images, labels, task.Grid).data<byte>().ToArray());

        int At(int image, int region, int x, int y) => (image * size + rim + region / side * piece + y) * size + rim + region % side * piece + x;
    }

    [Fact]
    public void Turns_anticlockwise()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new float[] { 1, 2, 3, 4 }).view(1, 1, 2, 2);
        using var labels = new PretextLabels(null, tensor(new long[] { 1 }).view(1, 1));
        Assert.Equal([2, 4, 1, 3], PretextTransform.Apply(image, labels, new RegionGrid(1)).data<float>().ToArray());
    }

    [Fact]
    public void Images_that_are_not_square_puzzle_but_do_not_turn()
    {
        using var scope = NewDisposeScope();
        var images = rand(2, 3, 20, 30);
        var puzzling = new PretextTask(PretextKind.Puzzling, new RegionGrid(2));
        var order = puzzling.Draw(2, new SeededRandom(1), CPU);
        Assert.True(AreSame(images, PretextTransform.Undo(PretextTransform.Apply(images, order, puzzling.Grid), order, puzzling.Grid)));

        var turns = new PretextTask(PretextKind.Rotation, puzzling.Grid).Draw(2, new SeededRandom(1), CPU);
        Assert.Throws<ArgumentException>(() => PretextTransform.Apply(images, turns, puzzling.Grid));
    }

    private static bool AreSame(Tensor left, Tensor right) => left.eq(right).all().item<bool>();
}
