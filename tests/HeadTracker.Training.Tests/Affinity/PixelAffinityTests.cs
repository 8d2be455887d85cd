using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Tests.Data.Maps;
using HeadTracker.Training.Tests.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Affinity;

public sealed class PixelAffinityTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_task_agrees_with_itself_in_everything()
    {
        var affinity = new PixelAffinity(PixelAffinity.MapTasks(), [1, 2, 3]);
        affinity.Add(MapBatch.Of(ExampleMaps.Make(20, 8), 16, [], CPU));
        for (var task = 0; task < affinity.Tasks.Count; task++)
        {
            for (var dilation = 0; dilation < 3; dilation++) Assert.Equal(1, affinity[dilation, task, task]);
        }

        foreach (var (one, other) in affinity.Pairs)
        {
            Assert.InRange(affinity[0, one, other], 0, 0.99999);
            Assert.Equal(affinity[0, one, other], affinity[0, other, one]);
        }
    }

    [Fact]
    public void Pairs_are_counted_as_by_hand()
    {
        // Jaw, brow / hair, hair: of six pairs the two of hair are alike in classes, and so are the two of skin; in parts the two of hair alone.
        var affinity = new PixelAffinity([.. PixelAffinity.MapTasks().Take(2)], [1, 2]);
        affinity.Add(TaskExamples.Of([(long)FacePart.JawLeft, (long)FacePart.BrowLeft, (long)FacePart.Hair, (long)FacePart.Hair]));
        Assert.Equal(5.0 / 6, affinity[0, 0, 1], 9);
        // Maps of two cells have no pair two cells apart.
        Assert.True(double.IsNaN(affinity[1, 0, 1]));
    }

    [Fact]
    public void What_is_not_known_is_in_no_pair_and_depth_has_none_off_surfaces()
    {
        var tasks = PixelAffinity.MapTasks();
        var (segmentation, depth) = (tasks.Single(task => task.Name == "segmentation"), tasks.Single(task => task.Name == "depth"));
        var affinity = new PixelAffinity([segmentation, depth], [1]);
        // Background, skin, hair, unknown: one pair of two surfaces, of one depth and two classes.
        affinity.Add(TaskExamples.One());
        Assert.Equal(0, affinity[0, 0, 1]);
        Assert.Equal(1, affinity[0, 0, 0]);
    }

    [Theory]
    [InlineData(0.04, true)]
    [InlineData(0.06, false)]
    public void Depths_are_alike_below_the_threshold(double difference, bool alike)
    {
        var depth = PixelAffinity.MapTasks(0.05).Single(task => task.Name == "depth");
        Assert.Equal(alike, depth.Alike(full(1, 1, 1, 1, 0.3f), full(1, 1, 1, 1, 0.3f + (float)difference)).item<bool>());
    }
}
