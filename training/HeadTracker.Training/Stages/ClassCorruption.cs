using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Segmentations made wrong on purpose (Vasu et al. 2021, 4.6): a share of the labels, drawn once, has its classes exchanged by a permutation of its own.
/// </summary>
public sealed class ClassCorruption
{
    // Beside those of trainer and LabelCorruption.
    private const long Stream = 5;

    private readonly Dictionary<int, long[]> _permutations;

    private ClassCorruption(Dictionary<int, long[]> permutations)
    {
        _permutations = permutations;
        Labels = permutations.Keys.ToHashSet();
    }

    /// <summary>Those that are corrupt, by number.</summary>
    public IReadOnlySet<int> Labels { get; }

    /// <param name="labels">How many there are.</param>
    /// <param name="share">Of them, 0 to 1.</param>
    /// <param name="seed">The same gives the same.</param>
    public static ClassCorruption Draw(int labels, double share, long seed)
    {
        var random = new SeededRandom(seed, Stream);
        var chosen = random.Permutation(labels).Take((int)Math.Round(share * labels)).ToArray();
        return new(chosen.ToDictionary(label => (int)label, _ => Permutation(random)));
    }

    /// <summary>The batch with these labels; it shares the other tensors.</summary>
    /// <param name="maps">Of some samples.</param>
    /// <param name="labels">Their labels' numbers.</param>
    public MapBatch Apply(MapBatch maps, IReadOnlyList<int> labels)
    {
        long[] same = [.. Enumerable.Range(0, Classes).Select(one => (long)one)];
        var table = labels.SelectMany(label => _permutations.GetValueOrDefault(label, same)).ToArray();
        return maps with { ClassOf = tensor(table, [labels.Count, Classes], device: maps.Parts.device) };
    }

    private static int Classes => Enum.GetValues<SegmentationClass>().Length;

    /// <summary>Any but the one that leaves everything as it is.</summary>
    private static long[] Permutation(SeededRandom random)
    {
        while (true)
        {
            var drawn = random.Permutation(Classes);
            if (!drawn.Index().All(entry => entry.Index == entry.Item)) return drawn;
        }
    }
}
