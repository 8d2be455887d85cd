using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Labels made wrong on purpose, to measure whether they are found (Vasu et al. 2021, 4.6): a share of them, drawn once, has each angle replaced by
/// noise that is uniform over that angle's range in the set.
/// </summary>
public sealed class LabelCorruption
{
    // Beside the trainer's streams of the same seed.
    private const long Stream = 4;

    private readonly Dictionary<int, EulerAngles> _noise;

    private LabelCorruption(Dictionary<int, EulerAngles> noise)
    {
        _noise = noise;
        Labels = noise.Keys.ToHashSet();
    }

    /// <summary>Those that are corrupt, by number.</summary>
    public IReadOnlySet<int> Labels { get; }

    /// <param name="labels">To choose from.</param>
    /// <param name="share">Of them, 0 to 1.</param>
    /// <param name="seed">The same gives the same.</param>
    public static LabelCorruption Draw(TrainingLabels labels, double share, long seed)
    {
        var random = new SeededRandom(seed, Stream);
        var chosen = random.Permutation(labels.Labels.Count).Take((int)Math.Round(share * labels.Labels.Count)).ToArray();
        var (yaw, pitch, roll) = (Range(angles => angles.Yaw), Range(angles => angles.Pitch), Range(angles => angles.Roll));
        return new(chosen.ToDictionary(label => (int)label, _ => new EulerAngles(Noise(yaw), Noise(pitch), Noise(roll))));

        float Noise((float Low, float High) range) => random.Between(range.Low, range.High);

        (float Low, float High) Range(Func<EulerAngles, float> angle) =>
            (labels.Labels.Min(label => angle(label.Packed.Angles)), labels.Labels.Max(label => angle(label.Packed.Angles)));
    }

    /// <summary>A label as it is learnt.</summary>
    public EulerAngles AnglesOf(int label, TrainingLabels labels) => _noise.TryGetValue(label, out var wrong) ? wrong : labels.Labels[label].Packed.Angles;

    /// <summary>The set with these labels; it shares the images, and is to be disposed first.</summary>
    public FaceSet Apply(FaceSet set, LabelRows rows) => set.Relabelled(
        [.. set.Rotations.Select((rotation, row) => _noise.TryGetValue(rows.LabelOf[row], out var wrong) ? wrong.ToRotation() : rotation)],
        [.. set.Angles.Select((angles, row) => _noise.TryGetValue(rows.LabelOf[row], out var wrong) ? wrong : angles)]);
}
