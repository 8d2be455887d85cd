using System.Text.Json.Serialization;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// Pre-training by MoCo v2 (Chen et al. 2020), the defaults being its own as in the thesis of Vandenhende (2022, §7.3.1), with what that adds in §7.4:
/// several crops, constrained ones, another policy, nearest neighbours.
/// </summary>
public sealed record ContrastStageOptions : PretrainingStageOptions
{
    /// <summary>
    /// K, keys to tell positives from: a multiple of the batch, and fewer than there are faces. Null for a quarter of the faces in whole batches, at most
    /// 65,536, which is MoCo's.
    /// </summary>
    public int? Queue { get; init; }

    /// <summary>Of the head.</summary>
    public int Outputs { get; init; } = 128;

    /// <summary>τ.</summary>
    public double Temperature { get; init; } = 0.2;

    /// <summary>m: how much of the momentum encoder stays in a step.</summary>
    public double Momentum { get; init; } = 0.999;

    /// <summary>Groups of keys that are normalised by themselves, as by so many devices; null for one of each 32 keys, as eight devices have of 256.</summary>
    public int? Groups { get; init; }

    /// <summary>Side of the large crops in pixels; null for the share that 160 pixels are of 224.</summary>
    public int? Large { get; init; }

    /// <summary>The smallest large crop, as a share of the image's area.</summary>
    public float LeastArea { get; init; } = 0.2f;

    /// <inheritdoc cref="ViewCrops.LargestOverlap"/>
    public float LargestOverlap { get; init; } = 1;

    /// <summary>Multi-crop: further, small positives of each face; 4 in the thesis.</summary>
    public int SmallCrops { get; init; }

    /// <summary>Side of the small crops in pixels; null for the share that 96 pixels are of 224.</summary>
    public int? Small { get; init; }

    /// <inheritdoc cref="ViewCrops.Constrained"/>
    public bool Constrained { get; init; }

    public ViewPolicy Policy { get; init; } = ViewPolicy.Standard;

    /// <summary>
    /// Probability of a view's horizontal flip. It is 0.5 in MoCo v2 and 0 here, as it would teach the encoder that a head turned left and one turned right are
    /// the same.
    /// </summary>
    public float Flip { get; init; }

    /// <summary>k of the nearest neighbours' loss; 0 leaves it out.</summary>
    public int Neighbours { get; init; }

    /// <summary>λ: its weight.</summary>
    public double NeighbourWeight { get; init; } = 0.4;

    [JsonIgnore]
    public ViewCrops Crops => new() { LeastArea = LeastArea, Small = SmallCrops, Constrained = Constrained, LargestOverlap = LargestOverlap };

    /// <summary>What the loss depends on, in words.</summary>
    [JsonIgnore]
    public string Recipe => FormattableString.Invariant($"MoCo onto {Outputs}, queue {Queue}, τ {Temperature}, m {Momentum}, {Groups} groups, ")
        + FormattableString.Invariant($"{Crops}, {Large} and {Small} pixels, {Policy}, flip {Flip}, {Neighbours} neighbours times {NeighbourWeight}");

    public ContrastViews ViewsOf(int inputSize) => new(Crops, LargeOf(inputSize), SmallOf(inputSize), Policy, Flip);

    /// <summary>K for so many faces.</summary>
    /// <exception cref="UserErrorException">It is none of theirs.</exception>
    public int QueueOf(int faces, int batch)
    {
        var length = Queue ?? Math.Max(1, Math.Min(LargestQueue, faces / 4) / batch) * batch;
        // With more keys than faces, every face would be told from its own earlier key.
        if (length >= faces)
            throw new UserErrorException(
                $"Stage '{Name}' has a queue of {length} keys for {faces} faces, so that each meets itself in it; give a 'queue' of a quarter of the faces, "
                    + "or more faces.");
        if (Neighbours > length) throw new UserErrorException($"Stage '{Name}' has {Neighbours} neighbours in a queue of {length}; give fewer.");
        return length;
    }

    public int GroupsOf(int batch) => Groups ?? Math.Max(1, batch / KeysOfGroup);

    /// <summary>What an image costs in images learnt from, where an image of the input's size costs 1 and a key a share of it.</summary>
    /// <param name="forward">That share.</param>
    /// <param name="inputSize">Of the network.</param>
    internal double CostOf(double forward, int inputSize)
    {
        var (large, small) = (LargeOf(inputSize), SmallOf(inputSize));
        return ((1 + forward) * large * large + (double)SmallCrops * small * small) / inputSize / inputSize;
    }

    public override void Validate(Experiment experiment)
    {
        base.Validate(experiment);
        var (batch, size) = (experiment.Optimiser.Batch, experiment.Model.InputSize);
        Require(Queue is null || (Queue >= 1 && Queue % batch == 0), $"a queue of {Queue} keys; give a multiple of the batch, {batch}");
        Require(Outputs is >= 1 and <= LargestOutputs, $"{Outputs} outputs; give 1 to {LargestOutputs}");
        Require(Temperature is > 0 and < 1e3, $"a temperature of {Temperature}; give a positive number");
        Require(Momentum is >= 0 and <= 1, $"a momentum of {Momentum}; give a number from 0 to 1");
        Require(Groups is null || (Groups >= 1 && 2 * Groups <= batch),
            $"{Groups} groups, which leaves some of a batch of {batch} fewer than two keys to normalise; give fewer");
        Require(LeastArea is > 0 and <= 1, $"a leastArea of {LeastArea}; give a share above 0 and up to 1");
        Require(LeastArea >= ViewCrops.LargestSmallArea || !Constrained, $"a leastArea of {LeastArea}, less than constrained crops have; give at least 0.14");
        Require(LargestOverlap is >= 0 and <= 1, $"a largestOverlap of {LargestOverlap}; give a share from 0 to 1");
        Require(SmallCrops is >= 0 and <= MostCrops, $"{SmallCrops} small crops; give 0 to {MostCrops}");
        Require(SmallCrops > 0 || !Constrained, "constrained crops and no small ones; give some 'smallCrops'");
        Require(LargeOf(size) is >= LeastSize and <= LargestSize && SmallOf(size) is >= LeastSize and <= LargestSize,
            $"crops of {LargeOf(size)} and {SmallOf(size)} pixels; give {LeastSize} to {LargestSize}");
        Require(Flip is >= 0 and <= 1, $"a flip of {Flip}; give a probability");
        Require(Neighbours >= 0 && !(Neighbours > Queue), $"{Neighbours} neighbours in a queue of {Queue ?? LargestQueue}; give 0 to as many");
        Require(NeighbourWeight is >= 0 and < 1e3, $"a neighbourWeight of {NeighbourWeight}; give 0 or more");
    }

    private const int LeastSize = 8, LargestSize = 1024, LargestOutputs = 4096, MostCrops = 32, LargestQueue = 65536, KeysOfGroup = 32;

    private int LargeOf(int inputSize) => Large ?? (inputSize * 160 + 112) / 224;

    private int SmallOf(int inputSize) => Small ?? (inputSize * 96 + 112) / 224;

    private void Require(bool holds, string wrong)
    {
        if (!holds) throw new UserErrorException($"Stage '{Name}' has {wrong}.");
    }
}
