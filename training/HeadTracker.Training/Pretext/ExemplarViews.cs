using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>
/// Two views of each image for exemplar learning (Dosovitskiy et al. 2014): scaled, turned, moved and with other colours. The paper gives no sizes: here a
/// view keeps 60 to 100 % of the side and turns by up to 20°, its colours are those of <see cref="ColourShift"/>. There are no flips: a network that takes a
/// head and its mirror image for the same cannot tell left from right.
/// </summary>
public static class ExemplarViews
{
    private const float LeastScale = 0.6f, LargestTurn = 20;

    /// <param name="images">uint8 RGB (B, 3, S, S); not changed.</param>
    /// <param name="random">This batch's stream.</param>
    /// <returns>uint8 (2B, 3, S, S): a view of every image, then the other of each.</returns>
    public static Tensor Draw(Tensor images, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var (count, side) = (2 * (int)images.shape[0], (int)images.shape[3]);
        var transforms = new GeometricTransform[count];
        var colours = new ColourShift[count];
        for (var i = 0; i < count; i++)
        {
            var scale = random.Between(LeastScale, 1f);
            var room = (1 - scale) / 2;
            transforms[i] = new(Flip: false, random.Between(-LargestTurn, LargestTurn), random.Between(-room, room), random.Between(-room, room), scale);
            colours[i] = ColourShift.Draw(random);
        }

        var views = GeometricSampler.Sample(images.repeat(2, 1, 1, 1), transforms, [.. Enumerable.Repeat(1f, count)], side);
        return ColourShift.Apply(views, colours).MoveToOuterDisposeScope();
    }
}
