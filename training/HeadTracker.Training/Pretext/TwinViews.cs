using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>
/// Two distorted views of each image for Barlow Twins, after the HMTL paper's §4.3: a common turn by a multiple of 90°, then for each view a random
/// crop and Gaussian noise always, colour jitter with probability 0.8, grey with 0.3, blur or loss of resolution with 0.2, the pieces of a
/// puzzle where asked for, and a cutout.
/// </summary>
/// <remarks>
/// The paper gives no sizes. Here crops keep 60 to 100 % of the side; the rest is as in <see cref="ColourShift"/>, <see cref="GaussianBlur"/>,
/// <see cref="GaussianNoise"/> and <see cref="CutSquare"/>.
/// </remarks>
/// <param name="Puzzle">The regions that change places in each view; null leaves them.</param>
public sealed record TwinViews(RegionGrid? Puzzle)
{
    private const float LeastCrop = 0.6f;
    private const double JitterChance = 0.8;
    private const double GreyChance = 0.3;
    private const double BlurChance = 0.2;

    /// <param name="images">uint8 RGB (B, 3, S, S); not changed.</param>
    /// <param name="random">This batch's stream.</param>
    /// <returns>Two of uint8 (B, 3, S, S).</returns>
    public (Tensor First, Tensor Second) Draw(Tensor images, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var turns = new long[images.shape[0]];
        for (var i = 0; i < turns.Length; i++) turns[i] = random.Next(PretextTask.TurnClasses);
        using var labels = new PretextLabels(Pieces: null, tensor(turns, [turns.Length, 1], device: images.device));
        var turned = PretextTransform.Apply(images, labels, new RegionGrid(1));
        return (View(turned, random).MoveToOuterDisposeScope(), View(turned, random).MoveToOuterDisposeScope());
    }

    private Tensor View(Tensor images, SeededRandom random)
    {
        var (count, side) = ((int)images.shape[0], (int)images.shape[3]);
        var view = GeometricSampler.Sample(images, Draw(() => Crop(random)), Draw(() => 1f), side);
        view = ColourShift.Apply(view, Draw(() => Colour(random)));
        using (var generator = NoiseGenerator.Seeded(random, view.device)) view = GaussianNoise.Apply(view,
            Draw(() => GaussianNoise.Draw(random)), generator);
        Soften(view, random);
        if (Puzzle is { } grid)
        {
            using var labels = new PretextTask(PretextKind.Puzzling, grid).Draw(count, random, view.device);
            view = PretextTransform.Apply(view, labels, grid);
        }

        return Cutout.Apply(view, Draw(() => CutSquare.Draw(random, side, side)));

        T[] Draw<T>(Func<T> draw)
        {
            var drawn = new T[count];
            for (var i = 0; i < count; i++) drawn[i] = draw();
            return drawn;
        }
    }

    private static GeometricTransform Crop(SeededRandom random)
    {
        var scale = random.Between(LeastCrop, 1f);
        var room = (1 - scale) / 2;
        return GeometricTransform.Identity with { Scale = scale, ShiftX = random.Between(-room, room), ShiftY = random.Between(-room, room) };
    }

    private static ColourShift Colour(SeededRandom random)
    {
        var shift = random.Chance(JitterChance) ? ColourShift.Draw(random) : new ColourShift(1);
        return random.Chance(GreyChance) ? shift.Grey : shift;
    }

    /// <summary>Either blurs an image or takes resolution from it, now and then.</summary>
    internal static void Soften(Tensor images, SeededRandom random)
    {
        List<long> blurred = [];
        List<long>[] coarse = [[], [], []];
        for (var i = 0; i < images.shape[0]; i++)
        {
            var chosen = random.Next(2) == 0 ? blurred : coarse[random.Next(coarse.Length)];
            if (random.Chance(BlurChance)) chosen.Add(i);
        }

        Change(blurred, some => GaussianBlur.Apply(some, [.. blurred.Select(_ => GaussianBlur.Draw(random, images.shape[3]))]));
        for (var i = 0; i < coarse.Length; i++)
        {
            var divisor = i + 2;
            Change(coarse[i], some => LowResolution.Apply(some, divisor));
        }

        void Change(List<long> rows, Func<Tensor, Tensor> change)
        {
            if (rows.Count == 0) return;
            var index = tensor(rows.ToArray(), device: images.device);
            images.index_copy_(0, index, change(images.index_select(0, index)));
        }
    }
}
