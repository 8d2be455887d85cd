using HeadTracker.Synthesis.Surfaces;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Data.Maps;

/// <summary>
/// Labels that follow from others, made of a batch as it is after warping instead of being stored. Tensors live in the caller's dispose scope.
/// </summary>
public static class DerivedMaps
{
    /// <summary>Metres that a surface does not change by from one cell to the next.</summary>
    private const float Jump = 0.01f;

    /// <summary>Farther than anything, in metres.</summary>
    private const float Farthest = 1e4f;

    private static readonly long[] Classes = [.. Enum.GetValues<FacePart>().Select(part => (long)FaceParts.ClassOf(part))];
    private static readonly float[] Heads = [.. Enum.GetValues<FacePart>().Select(part => FaceParts.IsHead(part) ? 1f : 0)];

    /// <summary>bool (B, 1, M, M): where the dense maps know what there is.</summary>
    public static Tensor Known(this MapBatch maps) => maps.Parts.ge(0).unsqueeze(1);

    /// <summary>bool (B, 1, M, M): where depth and normals are known, anything but background.</summary>
    public static Tensor Surface(this MapBatch maps) => maps.Parts.gt(0).unsqueeze(1);

    /// <summary>int64 (B, M, M): <see cref="SegmentationClass"/>, -1 where nothing is known.</summary>
    public static Tensor Segmentation(this MapBatch maps)
    {
        var classes = ClassesOf(maps.Parts);
        if (maps.ClassOf is not { } labelled) return classes;
        using var scope = NewDisposeScope();
        var flat = classes.flatten(1);
        return where(flat.lt(0), flat, labelled.gather(1, flat.clamp_min(0))).view(classes.shape).MoveToOuterDisposeScope();
    }

    /// <summary>float32 (B, 1, M, M): 1 on the head with what is worn on it, 0 elsewhere; see <see cref="FaceParts.IsHead"/>.</summary>
    public static Tensor Saliency(this MapBatch maps)
    {
        using var scope = NewDisposeScope();
        return tensor(Heads, device: maps.Parts.device)[maps.Parts.clamp_min(0)].unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// float32 (B, 1, M, M): 1 where the class changes to a neighbour, or the depth jumps by more than 1 cm beyond what the slope goes on by. The edge is on
    /// the nearer of the two cells, on both where they are as near.
    /// </summary>
    public static Tensor Edges(this MapBatch maps)
    {
        using var scope = NewDisposeScope();
        var classes = maps.Segmentation();
        var distance = where(maps.Parts.gt(0), maps.Depth.squeeze(1) * maps.FaceSize.view(-1, 1, 1), Farthest);
        var edges = zeros_like(distance);
        foreach (var axis in (ReadOnlySpan<int>)[1, 2])
        {
            var last = maps.Side - 1;
            var (first, second) = (distance.narrow(axis, 0, last), distance.narrow(axis, 1, last));
            var (one, other) = (classes.narrow(axis, 0, last), classes.narrow(axis, 1, last));
            var edge = one.ne(other).logical_or(Jumps(second - first, axis)).logical_and(one.ge(0)).logical_and(other.ge(0));
            edges.narrow(axis, 0, last).masked_fill_(edge.logical_and(first.le(second)), 1);
            edges.narrow(axis, 1, last).masked_fill_(edge.logical_and(second.le(first)), 1);
        }

        return edges.unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Which steps from cell to cell are jumps. Cells are half a centimetre wide or so, and a shoulder that falls off steeply changes by a centimetre from each
    /// to the next; so as much of a step as the ones before and behind it go on by is a slope.
    /// </summary>
    private static Tensor Jumps(Tensor steps, int axis)
    {
        var others = steps.shape[axis] - 1;
        var directions = steps.sign();
        var beyond = full_like(steps.narrow(axis, 0, 1), Farthest);
        var before = cat([beyond, steps.narrow(axis, 0, others) * directions.narrow(axis, 1, others)], axis);
        var behind = cat([steps.narrow(axis, 1, others) * directions.narrow(axis, 0, others), beyond], axis);
        return (steps.abs() - minimum(before, behind).clamp_min(0)).gt(Jump);
    }

    /// <summary>
    /// float32 (B, 2, M, M): x and y in cells from each cell to the centre of its part, the mean of the part's cells in this image; 0 off
    /// <see cref="Surface"/>.
    /// </summary>
    public static Tensor Offsets(this MapBatch maps)
    {
        using var scope = NewDisposeScope();
        var (batch, side) = (maps.Parts.shape[0], maps.Side);
        var parts = maps.Parts.clamp_min(0).view(batch, -1);
        var across = arange(side, dtype: ScalarType.Float32, device: parts.device);
        Tensor[] places = [across.repeat(side), across.repeat_interleave(side)];
        var counts = zeros(batch, FaceParts.Count, device: parts.device).scatter_add_(1, parts, ones(parts.shape, device: parts.device));
        var offsets = places.Select(place =>
        {
            var sums = zeros_like(counts).scatter_add_(1, parts, place.expand(parts.shape));
            return (sums / counts.clamp_min(1)).gather(1, parts) - place;
        });
        return (stack(offsets.ToArray(), 1).view(batch, 2, side, side) * maps.Surface()).MoveToOuterDisposeScope();
    }

    /// <summary>The classes of parts, -1 where they are.</summary>
    internal static Tensor ClassesOf(Tensor parts)
    {
        using var scope = NewDisposeScope();
        return tensor(Classes, device: parts.device)[parts.clamp_min(0)].masked_fill(parts.lt(0), -1).MoveToOuterDisposeScope();
    }
}
