using HeadTracker.Training.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Affinity;

/// <summary>What makes two places of a task's labels alike.</summary>
/// <param name="Name">The task's.</param>
/// <param name="Labels">(B, C, M, M) of a batch.</param>
/// <param name="Known">bool (B, 1, M, M): where they are known.</param>
/// <param name="Alike">Labels here and there, of one shape (B, C, H, W) → bool (B, 1, H, W).</param>
public sealed record PixelTask(
    string Name, Func<MapBatch, Tensor> Labels, Func<MapBatch, Tensor> Known, Func<Tensor, Tensor, Tensor> Alike);

/// <summary>
/// How far tasks agree on which places belong together (thesis of Vandenhende 2022, 5.1.2, fig. 5.3): the share of the pairs of a place and one of its 3×3
/// kernel's others, so many cells away, that two tasks both find alike or both find different. It needs labels alone.
/// </summary>
/// <param name="tasks">To compare.</param>
/// <param name="dilations">Cells between two of the kernel's.</param>
public sealed class PixelAffinity(IReadOnlyList<PixelTask> tasks, IReadOnlyList<int> dilations)
{
    /// <summary>Face sizes by which the depth of what belongs together differs at most.</summary>
    public const double DepthThreshold = 0.05;

    /// <summary>Degrees between the normals of what belongs together, at most.</summary>
    public const double AngleThreshold = 30;

    /// <summary>Right, down and both diagonals; the kernel's other four are these, seen from the other end.</summary>
    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (1, 1), (1, -1)];

    private readonly long[,,] _agreeing = new long[dilations.Count, tasks.Count, tasks.Count], _pairs = new long[dilations.Count, tasks.Count, tasks.Count];

    public IReadOnlyList<PixelTask> Tasks => tasks;

    public IReadOnlyList<int> Dilations => dilations;

    /// <summary>0 … 1; NaN where no pair is known to both tasks.</summary>
    public double this[int dilation, int one, int other] => _agreeing[dilation, one, other] / (double)_pairs[dilation, one, other];

    /// <summary>All pairs of two tasks.</summary>
    public IEnumerable<(int One, int Other)> Pairs =>
        Enumerable.Range(0, tasks.Count).SelectMany(other => Enumerable.Range(0, other).Select(one => (one, other)));

    /// <summary>The tasks whose labels are a map: the thesis's three, with parts and normals.</summary>
    /// <param name="depthThreshold">Face sizes: what depths that belong together differ by at most.</param>
    public static IReadOnlyList<PixelTask> MapTasks(double depthThreshold = DepthThreshold) =>
    [
        new("segmentation", maps => maps.Segmentation().unsqueeze(1), DerivedMaps.Known, (here, there) => here.eq(there)),
        new("parts", maps => maps.Parts.unsqueeze(1), DerivedMaps.Known, (here, there) => here.eq(there)),
        new("edges", DerivedMaps.Edges, DerivedMaps.Known, (here, there) => here.eq(there)),
        // Depth counts from the face's centre, in face sizes: a difference is relative to the face, where the thesis's is relative to the room.
        new("depth", maps => maps.Depth.alias(), DerivedMaps.Surface, (here, there) => (here - there).abs().le(depthThreshold)),
        new("normals", maps => maps.Normals.alias(), DerivedMaps.Surface,
            (here, there) => (here * there).sum([1], keepdim: true).ge(Math.Cos(AngleThreshold * Math.PI / 180))),
    ];

    public void Add(MapBatch maps)
    {
        using var scope = NewDisposeScope();
        var known = tasks.Select(task => task.Known(maps)).ToArray();
        var labels = tasks.Select(task => task.Labels(maps)).ToArray();
        foreach (var (index, dilation) in dilations.Index())
        {
            if (dilation >= maps.Side) continue;
            foreach (var (x, y) in Directions)
            {
                using var inner = NewDisposeScope();
                var (right, down) = (dilation * x, dilation * y);
                var both = known.Select(mask => Here(mask, right, down).logical_and(Here(mask, -right, -down))).ToArray();
                var alike = tasks.Select((task, i) => task.Alike(Here(labels[i], right, down), Here(labels[i], -right, -down))).ToArray();
                for (var one = 0; one < tasks.Count; one++)
                {
                    for (var other = 0; other < tasks.Count; other++)
                    {
                        var pairs = both[one].logical_and(both[other]);
                        _pairs[index, one, other] += pairs.sum().item<long>();
                        _agreeing[index, one, other] += alike[one].eq(alike[other]).logical_and(pairs).sum().item<long>();
                    }
                }
            }
        }
    }

    /// <summary>The places of (B, C, M, M) that have another so many cells to the right and below; with the signs turned, those others.</summary>
    private static Tensor Here(Tensor maps, int right, int down)
    {
        var (height, width) = (maps.shape[2] - Math.Abs(down), maps.shape[3] - Math.Abs(right));
        return maps.narrow(2, Math.Max(0, -down), height).narrow(3, Math.Max(0, -right), width);
    }
}
