using TorchSharp;
using static TorchSharp.torch;
using Step = (HeadTracker.Training.Augmentation.AutoOperation Operation, double Chance, int Level);

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// AutoAugment's policy for ImageNet (Cubuk et al. 2019, appendix): each image draws one of 25 pairs of operations, each of which happens with a chance of
/// its own, at a level from 0 to 9 of its range.
/// </summary>
/// <remarks>Turned and sheared images repeat their edge, where the original fills with grey: here stored crops have faces up to their edge.</remarks>
public static class AutoAugment
{
    /// <summary>The largest level.</summary>
    public const int Levels = 9;

    private static readonly (Step First, Step Second)[] Pairs =
    [
        ((AutoOperation.Posterize, 0.4, 8), (AutoOperation.Rotate, 0.6, 9)),
        ((AutoOperation.Solarize, 0.6, 5), (AutoOperation.AutoContrast, 0.6, 5)),
        ((AutoOperation.Equalize, 0.8, 8), (AutoOperation.Equalize, 0.6, 3)),
        ((AutoOperation.Posterize, 0.6, 7), (AutoOperation.Posterize, 0.6, 6)),
        ((AutoOperation.Equalize, 0.4, 7), (AutoOperation.Solarize, 0.2, 4)),
        ((AutoOperation.Equalize, 0.4, 4), (AutoOperation.Rotate, 0.8, 8)),
        ((AutoOperation.Solarize, 0.6, 3), (AutoOperation.Equalize, 0.6, 7)),
        ((AutoOperation.Posterize, 0.8, 5), (AutoOperation.Equalize, 1.0, 2)),
        ((AutoOperation.Rotate, 0.2, 3), (AutoOperation.Solarize, 0.6, 8)),
        ((AutoOperation.Equalize, 0.6, 8), (AutoOperation.Posterize, 0.4, 6)),
        ((AutoOperation.Rotate, 0.8, 8), (AutoOperation.Colour, 0.4, 0)),
        ((AutoOperation.Rotate, 0.4, 9), (AutoOperation.Equalize, 0.6, 2)),
        ((AutoOperation.Equalize, 0.0, 7), (AutoOperation.Equalize, 0.8, 8)),
        ((AutoOperation.Invert, 0.6, 4), (AutoOperation.Equalize, 1.0, 8)),
        ((AutoOperation.Colour, 0.6, 4), (AutoOperation.Contrast, 1.0, 8)),
        ((AutoOperation.Rotate, 0.8, 8), (AutoOperation.Colour, 1.0, 2)),
        ((AutoOperation.Colour, 0.8, 8), (AutoOperation.Solarize, 0.8, 7)),
        ((AutoOperation.Sharpness, 0.4, 7), (AutoOperation.Invert, 0.6, 8)),
        ((AutoOperation.ShearX, 0.6, 5), (AutoOperation.Equalize, 1.0, 9)),
        ((AutoOperation.Colour, 0.4, 0), (AutoOperation.Equalize, 0.6, 3)),
        ((AutoOperation.Equalize, 0.4, 7), (AutoOperation.Solarize, 0.2, 4)),
        ((AutoOperation.Solarize, 0.6, 5), (AutoOperation.AutoContrast, 0.6, 5)),
        ((AutoOperation.Invert, 0.6, 4), (AutoOperation.Equalize, 1.0, 8)),
        ((AutoOperation.Colour, 0.6, 4), (AutoOperation.Contrast, 1.0, 8)),
        ((AutoOperation.Equalize, 0.8, 8), (AutoOperation.Equalize, 0.6, 3)),
    ];

    /// <param name="images">uint8 RGB (n, 3, S, S); not changed.</param>
    /// <param name="random">Draws what happens to each.</param>
    public static Tensor Apply(Tensor images, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var result = images.clone();
        var pairs = new (Step First, Step Second)[images.shape[0]];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = Pairs[random.Next(Pairs.Length)];
        Apply(result, [.. pairs.Select(pair => pair.First)], random);
        Apply(result, [.. pairs.Select(pair => pair.Second)], random);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>One step of every image, those with the same operation at once.</summary>
    private static void Apply(Tensor images, Step[] steps, SeededRandom random)
    {
        var drawn = new (bool Happens, int Sign)[steps.Length];
        for (var i = 0; i < steps.Length; i++) drawn[i] = (random.Chance(steps[i].Chance), random.Chance(0.5) ? 1 : -1);
        foreach (var same in steps.Index().Where(step => drawn[step.Index].Happens).GroupBy(step => step.Item.Operation))
        {
            using var scope = NewDisposeScope();
            var rows = tensor(same.Select(step => (long)step.Index).ToArray(), device: images.device);
            float[] strengths = [.. same.Select(step => AutoOperations.StrengthOf(step.Item.Operation, step.Item.Level, drawn[step.Index].Sign))];
            images.index_copy_(0, rows, AutoOperations.Apply(same.Key, images.index_select(0, rows), strengths));
        }
    }
}
