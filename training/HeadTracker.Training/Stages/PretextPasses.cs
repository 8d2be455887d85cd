using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Stages;

/// <summary>What <see cref="PretextMixStage"/> does with a batch: a pass of the trunk and one head for each task. Owns the clips' maps.</summary>
internal sealed class PretextPasses : IDisposable
{
    /// <summary>Two views tell nothing apart without another image.</summary>
    private const int LeastImages = 2;

    private readonly PretextMixStageOptions _options;
    private readonly StageContext _context;
    private readonly ResNet _trunk;
    private readonly MixedPretextHeads _heads;
    private readonly AugmentationOptions _augmentation;
    private readonly FaceMapSet? _maps;

    /// <param name="options">The stage.</param>
    /// <param name="context">Gives the sets.</param>
    /// <param name="trunk">What all tasks share; another's to dispose, as the heads.</param>
    /// <param name="heads">One for each task.</param>
    /// <exception cref="UserErrorException">There are too few images, or the clips do not say what moves.</exception>
    public PretextPasses(PretextMixStageOptions options, StageContext context, ResNet trunk, MixedPretextHeads heads)
    {
        (_options, _context, _trunk, _heads) = (options, context, trunk, heads);
        _augmentation = options.AugmentationOf(context.Experiment);
        if (context.UnlabelledOf(options).Count is var count && count < LeastImages * options.Tasks.Count)
        {
            throw new UserErrorException($"Stage '{options.Name}' has {count} images for {options.Tasks.Count} pretext tasks; give at least "
                + $"{LeastImages * options.Tasks.Count}.");
        }

        if (!options.NeedsClips) return;
        _maps = FaceMapSet.Open(context.Clips);
        _maps.RequireMotion(options.Name);
    }

    /// <summary>
    /// The mean of the passes' losses, each on its own part of a batch, and so the mean of their gradients. A part of clips is drawn instead, of the same size.
    /// </summary>
    public Tensor MeanLoss(FaceBatch batch)
    {
        var random = batch.Random ?? throw new ArgumentException("The batch was not drawn by a trainer.", nameof(batch));
        var losses = _options.Tasks.Zip(batch.Images.tensor_split(_options.Tasks.Count), (task, images) => LossOf(task, images, (long)random.NextBits()));
        return stack([.. losses]).mean();
    }

    /// <summary>One pass.</summary>
    /// <param name="task">Whose head is at work.</param>
    /// <param name="images">uint8 RGB (B, 3, S, S).</param>
    /// <param name="seed">Everything the task draws follows from it.</param>
    /// <returns>A scalar with its graph.</returns>
    public Tensor LossOf(MixedPretext task, Tensor images, long seed)
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(seed);
        var loss = task switch
        {
            MixedPretext.Position => Position(images, random),
            MixedPretext.Colour => functional.cross_entropy(Answer(task, Lightness.Of(images)), ColourBins.Of(images, _heads.Cells)),
            MixedPretext.Exemplar => Exemplar(images, random),
            _ => Motion((int)images.shape[0], random),
        };
        if (_heads.MixtureOf(task) is { } mixture) loss += _options.Lasso!.Value * mixture.Penalty();
        return loss.MoveToOuterDisposeScope();
    }

    public void Dispose() => _maps?.Dispose();

    private Tensor Position(Tensor images, SeededRandom random)
    {
        var pairs = RelativePosition.Draw((int)images.shape[0], random);
        var kept = _options.Harmonise ? null : RelativePosition.KeptChannels(2 * pairs.Length, random, images.device);
        var logits = Answer(MixedPretext.Position, RelativePosition.Cut(images, pairs), kept);
        return functional.cross_entropy(logits, tensor(pairs.Select(pair => (long)pair.Position).ToArray(), device: images.device));
    }

    private Tensor Exemplar(Tensor images, SeededRandom random)
    {
        var embeddings = Answer(MixedPretext.Exemplar, ExemplarViews.Draw(images, random)).chunk(2);
        return TripletObjective.Of(embeddings[0], embeddings[1]);
    }

    private Tensor Motion(int count, SeededRandom random)
    {
        var clips = _context.Clips;
        var rows = random.Permutation(clips.Count)[..Math.Min(count, clips.Count)];
        var frames = FaceBatch.Draw(clips, clips.Images.Take(rows), _augmentation, random);
        return MotionObjective.Of(Answer(MixedPretext.Motion, frames.Images), _maps!.LabelsOf(frames, []).Motion!);
    }

    /// <summary>The head's answer to images; of <paramref name="kept"/> channels alone where given.</summary>
    private Tensor Answer(MixedPretext task, Tensor images, Tensor? kept = null)
    {
        var input = _context.InputOf(_options.Harmonise ? Lightness.Of(images) : images);
        return _heads.call(task, _trunk, kept is null ? input : input * kept.to(input.dtype));
    }
}
