using System.Globalization;
using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Pretext;

/// <summary>
/// The classes of colourisation (Zhang et al. 2016): squares of side 10 of the a*b* plane, those that some colour of 8-bit sRGB lies in. The list is data,
/// <c>colour-bins.txt</c>, which says its rule; with that rule the original's 313 come to fewer.
/// </summary>
public static class ColourBins
{
    private const string Resource = "HeadTracker.Training.Pretext.colour-bins.txt";

    /// <summary>Side of a square.</summary>
    internal const int Side = 10;

    /// <summary>The middles of the squares.</summary>
    public static IReadOnlyList<(int A, int B)> Centres { get; } = Read();

    /// <summary>The class of every cell's mean colour.</summary>
    /// <param name="images">uint8 RGB (B, 3, H, W).</param>
    /// <param name="cells">M: cells a side.</param>
    /// <returns>int64 (B, M, M).</returns>
    public static Tensor Of(Tensor images, int cells)
    {
        using var scope = NewDisposeScope();
        var lab = ColorSpaces.RgbToLab(Bytes.ToUnit(images));
        var means = functional.adaptive_avg_pool2d(stack([lab.Second, lab.Third], 1), cells).permute(0, 2, 3, 1).reshape(-1, 2);
        var centres = tensor(Centres.SelectMany(centre => (float[])[centre.A, centre.B]).ToArray(), [Centres.Count, 2], device: images.device);
        // A mean of colours may lie in a square of none: the nearest one stands for it.
        return cdist(means, centres).argmin(1).view(-1, cells, cells).MoveToOuterDisposeScope();
    }

    private static (int A, int B)[] Read()
    {
        using var stream = typeof(ColourBins).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(line =>
        {
            var at = line.Split(' ');
            return (int.Parse(at[0], CultureInfo.InvariantCulture), int.Parse(at[1], CultureInfo.InvariantCulture));
        })];
    }
}
