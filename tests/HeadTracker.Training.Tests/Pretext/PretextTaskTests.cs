using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class PretextTaskTests
{
    private const int Count = 400;

    [Theory]
    [InlineData(PretextKind.Puzzling)]
    [InlineData(PretextKind.Rotation)]
    [InlineData(PretextKind.PuzzlingRotation)]
    public void A_seed_fixes_the_labels(PretextKind kind)
    {
        Assert.Equal(Values(kind, 2, seed: 7), Values(kind, 2, seed: 7));
        Assert.NotEqual(Values(kind, 2, seed: 7), Values(kind, 2, seed: 8));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Puzzling_draws_permutations_in_which_every_piece_comes_everywhere(int side)
    {
        var rows = Rows(Draw(PretextKind.Puzzling, side, 1).Pieces!, side);
        Assert.All(rows, row => Assert.Equal(Enumerable.Range(0, side * side).Select(i => (long)i), row.Order()));
        for (var region = 0; region < side * side; region++) Assert.Equal(side * side, rows.Select(row => row[region]).Distinct().Count());
    }

    [Fact]
    public void Rotation_draws_every_turn_about_as_often()
    {
        var labels = Draw(PretextKind.Rotation, 2, 1);
        Assert.Null(labels.Pieces);
        var turns = Rows(labels.Turns!, 2).SelectMany(row => row).ToList();
        // 1600 draws; the standard deviation of each count is 17.
        for (var turn = 0; turn < PretextTask.TurnClasses; turn++) Assert.InRange(turns.Count(value => value == turn), 320, 480);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Puzzling_rotation_turns_two_pieces_at_most(int side)
    {
        var labels = Draw(PretextKind.PuzzlingRotation, side, 1);
        Assert.NotNull(labels.Pieces);
        var turned = Rows(labels.Turns!, side).Select(row => row.Count(turn => turn != 0)).ToList();
        Assert.Equal([0, 1, 2], turned.Distinct().Order());
    }

    private static PretextLabels Draw(PretextKind kind, int side, long seed) =>
        new PretextTask(kind, new RegionGrid(side)).Draw(Count, new SeededRandom(seed), CPU);

    private static long[] Values(PretextKind kind, int side, long seed)
    {
        using var labels = Draw(kind, side, seed);
        return [.. labels.Pieces?.data<long>().ToArray() ?? [], .. labels.Turns?.data<long>().ToArray() ?? []];
    }

    private static List<long[]> Rows(Tensor labels, int side) => [.. labels.data<long>().ToArray().Chunk(side * side)];
}
