using static TorchSharp.torch;

namespace HeadTracker.Training.Evaluation.Dense;

/// <summary>
/// How well a frozen encoder's features find things again in a clip (thesis of Vandenhende 2022, table 7.5, after Jabri et al. 2020): the first frame's classes
/// go from frame to frame, each cell taking those of the cells most like it in the first frame and the last few. J is the intersection over union of a class's
/// mask, F the F-measure of its boundary within a cell, both averaged over frames and over the classes that the first frame shows, background left out.
/// </summary>
/// <param name="classes">How many there are, 0 being background.</param>
public sealed class LabelPropagation(int classes)
{
    /// <summary>Frames before the one at hand that are looked at besides the first, and cells of them all that a cell follows.</summary>
    private const int LastFrames = 4, Followed = 10;

    private const double Temperature = 0.07;

    private readonly List<double> _regions = [], _boundaries = [];

    /// <summary>J, of all clips so far; NaN without any.</summary>
    public double Region => Known.Mean(_regions);

    /// <summary>F.</summary>
    public double Boundary => Known.Mean(_boundaries);

    /// <summary>A clip's frames in order.</summary>
    /// <param name="features">float32 (T, C, h, w).</param>
    /// <param name="truth">int64 (T, M, M), M at least h; -1 unknown.</param>
    public void Add(Tensor features, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var (height, width, side) = (features.shape[2], features.shape[3], truth.shape[^1]);
        var cells = nn.functional.normalize(features).flatten(2).transpose(1, 2);
        var first = nn.functional.one_hot(truth[0].clamp_min(0), classes).to(ScalarType.Float32).permute(2, 0, 1).unsqueeze(0);
        var labels = new List<Tensor> { nn.functional.adaptive_avg_pool2d(first, [height, width]).flatten(2).squeeze(0).t() };
        var shown = Enumerable.Range(1, classes - 1).Where(one => truth[0].eq(one).any().item<bool>()).ToArray();
        for (var t = 1; t < features.shape[0]; t++)
        {
            int[] context = [0, .. Enumerable.Range(Math.Max(1, t - LastFrames), t - Math.Max(1, t - LastFrames))];
            var (known, given) = (cat([.. context.Select(frame => cells[frame])]), cat([.. context.Select(frame => labels[frame])]));
            var (likeness, nearest) = cells[t].matmul(known.t()).topk((int)Math.Min(Followed, known.shape[0]));
            var weights = (likeness / Temperature).softmax(1);
            labels.Add((given.index_select(0, nearest.flatten()).view(-1, weights.shape[1], classes) * weights.unsqueeze(-1)).sum(1));
            var shares = labels[t].t().reshape(1, classes, height, width);
            var map = nn.functional.interpolate(shares, [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
            Measure(map.argmax(1).squeeze(0), truth[t], shown);
        }
    }

    private void Measure(Tensor predicted, Tensor truth, IEnumerable<int> shown)
    {
        var seen = truth.ge(0);
        foreach (var one in shown)
        {
            var (answer, mask) = (predicted.eq(one).logical_and(seen), truth.eq(one));
            var union = answer.logical_or(mask).sum().item<long>();
            // What has left the picture and is not said to be there is neither right nor wrong.
            if (union == 0) continue;
            _regions.Add(answer.logical_and(mask).sum().item<long>() / (double)union);
            _boundaries.Add(BoundaryOf(answer, mask));
        }
    }

    private static double BoundaryOf(Tensor answer, Tensor truth)
    {
        var (said, real) = (Rim(answer), Rim(truth));
        var precision = Share(said, Near(real));
        var recall = Share(real, Near(said));
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    /// <summary>Cells of a mask (M, M) beside one that is none of it, as 0 or 1; the picture's edge is none.</summary>
    private static Tensor Rim(Tensor mask)
    {
        var outside = nn.functional.pad(mask.logical_not().to(ScalarType.Float32).view(1, 1, mask.shape[0], mask.shape[1]), [1, 1, 1, 1]);
        return nn.functional.max_pool2d(outside, 3, 1).view(mask.shape) * mask;
    }

    private static Tensor Near(Tensor rim) => nn.functional.max_pool2d(rim.view(1, 1, rim.shape[0], rim.shape[1]), 3, 1, 1).view(rim.shape);

    private static double Share(Tensor rim, Tensor near)
    {
        var count = rim.sum().item<float>();
        return count > 0 ? (rim * near).sum().item<float>() / count : 0;
    }
}
