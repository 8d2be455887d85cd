namespace HeadTracker.Contract;

/// <summary>Which source pixels make up each output pixel along one axis, and with what weights.</summary>
/// <remarks>
/// Output pixel i lies at c = start + (i + ½)·scale - ½ among the source pixels (the convention of OpenCV's resize). Its kernel
/// is the unit triangle, convolved with a box of width max(0, scale - 2):
/// <code>w(j) = (F(j - c + b/2) - F(j - c - b/2)) / b,   F = ∫ triangle,   b = max(0, scale - 2)</code>
/// Up to a scale of 2, where no source pixel is skipped, that is plain bilinear interpolation. Beyond, the box covers what bilinear
/// interpolation would skip, so that fine texture does not flicker as the region moves; the width grows from 0, so that
/// a region whose size wavers about the limit is not switched between two looks.
/// </remarks>
internal sealed class ResampleAxis(int count)
{
    /// <summary>Entries per tap: the output pixels, rounded up to whole vectors. Those past the end weigh nothing.</summary>
    public int Padded { get; } = (count + 7) & ~7;

    /// <summary>Source pixels per output pixel in this <see cref="Prepare"/>.</summary>
    public int Taps { get; private set; }

    /// <summary>Entry [tap · <see cref="Padded"/> + i]: index of the source pixel, inside the image, not decreasing with the tap.</summary>
    public int[] Indices { get; private set; } = [];

    /// <summary>Entry [tap · <see cref="Padded"/> + i]: its weight; the weights of an output pixel sum to 1 (less beyond a black border).</summary>
    public float[] Weights { get; private set; } = [];

    /// <param name="start">Left or top edge of the region, in pixels, edges between pixels.</param>
    /// <param name="length">Its width or height.</param>
    /// <param name="limit">Pixels of the source along this axis.</param>
    /// <param name="border">What lies outside the source.</param>
    public void Prepare(double start, double length, int limit, CropBorder border)
    {
        var scale = length / count;
        var box = Math.Max(0, scale - 2);
        var reach = 1 + box / 2;
        Taps = (int)Math.Ceiling(2 * reach);
        if (Indices.Length < Taps * Padded)
        {
            Indices = new int[Taps * Padded];
            Weights = new float[Taps * Padded];
        }

        for (var i = 0; i < count; i++)
        {
            var center = start + (i + 0.5) * scale - 0.5;
            var first = Math.Floor(center - reach) + 1;
            for (var tap = 0; tap < Taps; tap++)
            {
                var j = first + tap;
                var outside = j < 0 || j >= limit;
                var entry = tap * Padded + i;
                Indices[entry] = (int)Math.Clamp(j, 0, limit - 1);
                Weights[entry] = outside && border == CropBorder.Black ? 0 : (float)WeightAt(j - center, box);
            }
        }

        for (var tap = 0; tap < Taps; tap++)
        {
            Indices.AsSpan(tap * Padded + count, Padded - count).Clear();
            Weights.AsSpan(tap * Padded + count, Padded - count).Clear();
        }
    }

    private static double WeightAt(double u, double box) =>
        box < 1e-6 ? Math.Max(0, 1 - Math.Abs(u)) : (TriangleIntegral(u + box / 2) - TriangleIntegral(u - box / 2)) / box;

    private static double TriangleIntegral(double u) => u switch
    {
        <= -1 => 0,
        <= 0 => (u + 1) * (u + 1) / 2,
        < 1 => 1 - (1 - u) * (1 - u) / 2,
        _ => 1,
    };
}
