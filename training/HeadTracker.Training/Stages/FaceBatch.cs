using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Images and labels of one step. Its tensors live in the caller's dispose scope.</summary>
/// <param name="Images">uint8 RGB (B, 3, inputSize + 2p, inputSize + 2p).</param>
/// <param name="Degrees">True yaw, pitch, roll (B, 3), for the images as they are now.</param>
/// <param name="Weights">Worth of each label (B), or null where all are alike.</param>
public sealed record FaceBatch(Tensor Images, Tensor Degrees, Tensor? Weights)
{
    /// <summary>The samples' rows in their set.</summary>
    public ReadOnlyMemory<long> Rows { get; init; }

    /// <summary>What was done to each image's geometry.</summary>
    public IReadOnlyList<GeometricTransform> Transforms { get; init; } = [];

    /// <summary>The stream of this step for what a loss draws; null outside of training.</summary>
    public SeededRandom? Random { get; init; }

    /// <summary>The part of the batch that this process puts through the network; null where that is all of it.</summary>
    public BatchShare? Share { get; init; }

    /// <summary>What a network said about all images out of what it said about this process's.</summary>
    public Tensor Whole(Tensor output) => Share?.Whole(output) ?? output;

    /// <inheritdoc cref="Whole(Tensor)"/>
    public PoseOutput Whole(PoseOutput output) => Share is null ? output : output with
    {
        Logits = [.. output.Logits.Select(Whole)],
        Regression = output.Regression is { } regression ? Whole(regression) : null,
    };

    /// <inheritdoc cref="Whole(Tensor)"/>
    public PretextOutput Whole(PretextOutput output) => Share is null ? output
        : new(output.Pieces is { } pieces ? Whole(pieces) : null, output.Turns is { } turns ? Whole(turns) : null);

    /// <summary>Augments samples of a set.</summary>
    /// <param name="set">The faces.</param>
    /// <param name="stored">Some of them.</param>
    /// <param name="options">What may happen to them.</param>
    /// <param name="random">This batch's stream.</param>
    /// <param name="padding">Pixels to keep beyond the box on every side, for an ensemble.</param>
    public static FaceBatch Draw(FaceSet set, StoredFaces stored, AugmentationOptions options, SeededRandom random, int padding = 0)
    {
        var transforms = Array.ConvertAll(stored.Rows, row => GeometricTransform.Draw(random, options, set.Rotations[(int)row]));
        var batch = Of(set, stored, transforms, padding);
        new AugmentationPipeline(options).Apply(batch.Images, random);
        return batch;
    }

    /// <summary>Samples as they are.</summary>
    public static FaceBatch Plain(FaceSet set, StoredFaces stored, int padding = 0) =>
        Of(set, stored, [.. stored.Rows.Select(_ => GeometricTransform.Identity)], padding);

    private static FaceBatch Of(FaceSet set, StoredFaces stored, GeometricTransform[] transforms, int padding)
    {
        var rows = stored.Rows;
        var device = set.Images.Device;
        var degrees = new float[3 * rows.Length];
        var weights = new float[rows.Length];
        var aspects = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = (int)rows[i];
            var angles = transforms[i].Apply(set.Angles[row], set.Rotations[row]);
            (degrees[3 * i], degrees[3 * i + 1], degrees[3 * i + 2]) = (angles.Yaw, angles.Pitch, angles.Roll);
            (weights[i], aspects[i]) = (set.Weights[row], set.Aspects[row]);
        }

        using var scope = NewDisposeScope();
        var images = GeometricSampler.Sample(stored.Images.permute(0, 3, 1, 2), transforms, aspects, set.InputSize, padding);
        return new FaceBatch(
            images.MoveToOuterDisposeScope(),
            tensor(degrees, [rows.Length, 3], device: device).MoveToOuterDisposeScope(),
            set.IsWeighted ? tensor(weights, device: device).MoveToOuterDisposeScope() : null) { Rows = rows, Transforms = transforms };
    }
}
