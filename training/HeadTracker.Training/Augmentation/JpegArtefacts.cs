using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// What baseline JPEG with 4:2:0 chroma leaves of an image: the cosine transform of 8×8 blocks, quantised by the tables of
/// ITU-T T.81 annex K and back. The lossless entropy coding is left out.
/// </summary>
public static class JpegArtefacts
{
    private const int Block = 8;

    private static readonly float[] LumaTable =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly float[] ChromaTable =
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>20 (a bad webcam) to 90.</summary>
    public static int DrawQuality(SeededRandom random) => random.Between(20, 90);

    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="qualities">n numbers from 1 to 100, on libjpeg's scale.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<int> qualities)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        // Whole 16×16 units, the edge repeated.
        var padded = functional.pad(images.to(ScalarType.Float32), [0, Missing(width), 0, Missing(height)], PaddingModes.Replicate);
        var (r, g, b) = Channels.Of(padded);
        var luma = 0.299f * r + 0.587f * g + 0.114f * b;
        var blue = Quantise(Halve(((b - luma) / 1.772f).round()).round(), ChromaTable, qualities);
        var red = Quantise(Halve(((r - luma) / 1.402f).round()).round(), ChromaTable, qualities);
        luma = Quantise(luma.round() - 128, LumaTable, qualities) + 128;
        (blue, red) = (Double(blue), Double(red));

        var rgb = new Channels(luma + 1.402f * red, luma - 0.344136f * blue - 0.714136f * red, luma + 1.772f * blue).Stack();
        return Bytes.From(rgb.narrow(2, 0, height).narrow(3, 0, width)).MoveToOuterDisposeScope();

        static long Missing(long length) => -length & (2 * Block - 1);
        static Tensor Halve(Tensor plane) => functional.avg_pool2d(plane.unsqueeze(1), 2).squeeze(1);
        static Tensor Double(Tensor plane) =>
            functional.interpolate(plane.unsqueeze(1), scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
    }

    /// <summary>(n, H, W) about 0 → the same after coding and decoding.</summary>
    private static Tensor Quantise(Tensor planes, float[] table, IReadOnlyList<int> qualities)
    {
        var (n, height, width) = (planes.shape[0], planes.shape[1], planes.shape[2]);
        var cosines = Cosines(planes.device);
        var steps = Steps(table, qualities, planes.device);
        var blocks = planes.view(n, height / Block, Block, width / Block, Block).permute(0, 1, 3, 2, 4);
        var coefficients = cosines.matmul(blocks).matmul(cosines.t());
        var kept = (coefficients / steps).round() * steps;
        var decoded = cosines.t().matmul(kept).matmul(cosines);
        return decoded.permute(0, 1, 3, 2, 4).reshape(n, height, width).round().clamp(-128, 127);
    }

    /// <summary>The orthonormal type II cosine transform, (8, 8): row = frequency.</summary>
    private static Tensor Cosines(Device device)
    {
        var matrix = new float[Block * Block];
        for (var frequency = 0; frequency < Block; frequency++)
        {
            var norm = Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / Block);
            for (var i = 0; i < Block; i++) matrix[frequency * Block + i] = (float)(norm * Math.Cos((2 * i + 1) * frequency * Math.PI / (2 * Block)));
        }

        return tensor(matrix, device: device).view(Block, Block);
    }

    /// <summary>Each image's quantisation steps, (n, 1, 1, 8, 8), by libjpeg's scaling of the tables.</summary>
    private static Tensor Steps(float[] table, IReadOnlyList<int> qualities, Device device)
    {
        var steps = qualities.SelectMany(quality =>
        {
            var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
            return table.Select(step => Math.Clamp(MathF.Floor((step * scale + 50) / 100), 1, 255));
        });
        return tensor(steps.ToArray(), device: device).view(-1, 1, 1, Block, Block);
    }
}
