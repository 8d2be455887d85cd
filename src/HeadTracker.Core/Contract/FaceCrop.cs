using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using HeadTracker.Geometry;

namespace HeadTracker.Contract;

/// <summary>What lies outside the frame.</summary>
public enum CropBorder
{
    /// <summary>The frame's edge pixels, repeated: the rule for pose networks.</summary>
    Replicate,

    /// <summary>Zero bytes: what letterboxed detectors were trained with.</summary>
    Black,
}

/// <summary>
/// Cuts a region out of a BGR frame, resizes it and turns it into network input in one pass over the pixels. Runtime, training
/// and evaluation all crop with this type, so that a network meets the same pixels everywhere.
/// </summary>
/// <remarks>
/// The region has fractions of pixels and may reach beyond the frame. Sampling is bilinear with OpenCV's pixel centres up to two
/// source pixels per output pixel, and averages beyond (see <see cref="ResampleAxis"/>). Only a few rows of floats lie between the
/// frame and the result. Not thread-safe: an instance holds those rows; nothing is allocated once they are large enough for the
/// regions in use.
/// </remarks>
/// <param name="width">Width of the result in pixels.</param>
/// <param name="height">Its height.</param>
public sealed class FaceCrop(int width, int height)
{
    /// <summary>Another core has just written the frame; the way from its cache takes as long as resizing this many rows.</summary>
    private const int RowsAhead = 5;
    private const int CacheLine = 64;

    private readonly ResampleAxis _horizontal = new(width);
    private readonly ResampleAxis _vertical = new(height);

    /// <summary>Horizontally resized source rows: row r is in slot r mod taps, as planes blue, green, red.</summary>
    private float[] _rows = [];
    private int[] _rowInSlot = [];

    /// <summary>Where the source rows of the output row at hand are.</summary>
    private int[] _slotOfTap = [];
    private readonly float[] _line = new float[3 * ((width + 7) & ~7)];

    /// <summary>Pixels across of what is sampled.</summary>
    public int Width => width;

    /// <summary>Pixels down of what is sampled.</summary>
    public int Height => height;

    private enum Layout
    {
        Planes,
        Interleaved,
    }

    /// <summary>Fills network input (3, height, width), the planes in the normaliser's channel order.</summary>
    /// <exception cref="ArgumentException">The image or the region is empty, or the span too short.</exception>
    public void Sample(BgrImage image, FaceBox region, PixelNormalizer normalizer, Span<float> planes, CropBorder border = CropBorder.Replicate) =>
        SampleFloats(image, region, normalizer, planes, border, Layout.Planes);

    /// <summary>Fills network input (height, width, 3), for networks that want the channels last.</summary>
    /// <inheritdoc cref="Sample"/>
    public void SampleInterleaved(BgrImage image, FaceBox region, PixelNormalizer normalizer, Span<float> pixels, CropBorder border = CropBorder.Replicate) =>
        SampleFloats(image, region, normalizer, pixels, border, Layout.Interleaved);

    /// <summary>Only resamples: height · width BGR pixels, each byte rounded to nearest.</summary>
    /// <inheritdoc cref="Sample"/>
    public void SampleBytes(BgrImage image, FaceBox region, Span<byte> bgr, CropBorder border = CropBorder.Replicate)
    {
        Prepare(image, region, bgr.Length, border);
        var padded = _horizontal.Padded;
        for (var y = 0; y < height; y++)
        {
            ResampleLine(image, y);
            var target = bgr.Slice(y * width * 3, width * 3);
            for (var x = 0; x < width; x++)
            {
                target[3 * x] = (byte)(_line[x] + 0.5f);
                target[3 * x + 1] = (byte)(_line[padded + x] + 0.5f);
                target[3 * x + 2] = (byte)(_line[2 * padded + x] + 0.5f);
            }
        }
    }

    private void SampleFloats(BgrImage image, FaceBox region, PixelNormalizer normalizer, Span<float> target, CropBorder border, Layout layout)
    {
        Prepare(image, region, target.Length, border);
        for (var y = 0; y < height; y++)
        {
            if (layout == Layout.Planes)
            {
                FillRows(image, y);
                for (var plane = 0; plane < 3; plane++)
                {
                    var start = normalizer.SourceByteOf(plane) * _horizontal.Padded;
                    Blend(y, start, normalizer.FactorOf(plane), normalizer.OffsetOf(plane), target.Slice((plane * height + y) * width, width));
                }
            }
            else
            {
                ResampleLine(image, y);
                Interleave(normalizer, target.Slice(y * width * 3, width * 3));
            }
        }
    }

    /// <summary>The line's three planes, scaled, pixel by pixel.</summary>
    private void Interleave(PixelNormalizer normalizer, Span<float> pixels)
    {
        var first = _line.AsSpan(normalizer.SourceByteOf(0) * _horizontal.Padded, width);
        var second = _line.AsSpan(normalizer.SourceByteOf(1) * _horizontal.Padded, width);
        var third = _line.AsSpan(normalizer.SourceByteOf(2) * _horizontal.Padded, width);
        var (a, b, c) = (normalizer.FactorOf(0), normalizer.FactorOf(1), normalizer.FactorOf(2));
        var (oa, ob, oc) = (normalizer.OffsetOf(0), normalizer.OffsetOf(1), normalizer.OffsetOf(2));
        var x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; x <= width - Vector256<float>.Count; x += Vector256<float>.Count)
            {
                // Each plane's eight values go to the lanes where any of the three results needs them; the masks then pick.
                var p = Vector256.Shuffle(Vector256.Create(first[x..]) * a + Vector256.Create(oa), Vector256.Create(0, 3, 6, 1, 4, 7, 2, 5));
                var q = Vector256.Shuffle(Vector256.Create(second[x..]) * b + Vector256.Create(ob), Vector256.Create(5, 0, 3, 6, 1, 4, 7, 2));
                var r = Vector256.Shuffle(Vector256.Create(third[x..]) * c + Vector256.Create(oc), Vector256.Create(2, 5, 0, 3, 6, 1, 4, 7));
                Pick(p, q, r).CopyTo(pixels[(3 * x)..]);
                Pick(r, p, q).CopyTo(pixels[(3 * x + 8)..]);
                Pick(q, r, p).CopyTo(pixels[(3 * x + 16)..]);
            }
        }

        for (; x < width; x++) (pixels[3 * x], pixels[3 * x + 1], pixels[3 * x + 2]) = (first[x] * a + oa, second[x] * b + ob, third[x] * c + oc);
    }

    /// <summary>Lanes 0, 3, 6 of the first, 1, 4, 7 of the second, 2, 5 of the third.</summary>
    private static Vector256<float> Pick(Vector256<float> first, Vector256<float> second, Vector256<float> third)
    {
        var ofFirst = Vector256.Create(-1, 0, 0, -1, 0, 0, -1, 0).AsSingle();
        var ofSecond = Vector256.Create(0, -1, 0, 0, -1, 0, 0, -1).AsSingle();
        return Vector256.ConditionalSelect(ofFirst, first, Vector256.ConditionalSelect(ofSecond, second, third));
    }

    private void Prepare(BgrImage image, FaceBox region, int length, CropBorder border)
    {
        image.Validate();
        if (region.IsEmpty || !float.IsFinite(region.X + region.Y + region.Width + region.Height)) throw new ArgumentException($"Nothing to crop: {region}.");
        if (length < 3 * width * height) throw new ArgumentException($"{length} elements are too few for 3 x {height} x {width}.");

        _horizontal.Prepare(region.X, region.Width, image.Width, border);
        _vertical.Prepare(region.Y, region.Height, image.Height, border);
        var needed = _vertical.Taps * 3 * _horizontal.Padded;
        if (_rows.Length < needed)
        {
            _rows = new float[needed];
            _rowInSlot = new int[_vertical.Taps];
            _slotOfTap = new int[_vertical.Taps];
        }

        _rowInSlot.AsSpan().Fill(-1);
        for (var row = _vertical.Indices[0]; row < _vertical.Indices[0] + RowsAhead; row++) Prefetch(image, row);
    }

    /// <summary>Output row y as planes of bytes' values, 0 to 255, into <see cref="_line"/>.</summary>
    private void ResampleLine(BgrImage image, int y)
    {
        FillRows(image, y);
        Blend(y, 0, 1, 0, _line);
    }

    /// <summary>Makes sure that all source rows of output row y lie in <see cref="_rows"/>.</summary>
    private void FillRows(BgrImage image, int y)
    {
        for (var tap = 0; tap < _vertical.Taps; tap++)
        {
            var row = _vertical.Indices[tap * _vertical.Padded + y];
            var slot = _slotOfTap[tap] = row % _vertical.Taps;
            if (_rowInSlot[slot] == row) continue;
            ResizeRow(image, row, _rows.AsSpan(slot * _line.Length, _line.Length));
            _rowInSlot[slot] = row;
        }
    }

    /// <summary>
    /// A stretch of output row y: the weighted sum of its source rows from <paramref name="start"/> on, times a factor, plus an offset. The
    /// normaliser's scale goes into the weights, so that the result is written once.
    /// </summary>
    private void Blend(int y, int start, float factor, float offset, Span<float> target)
    {
        Blend(Row(0, target.Length), Weight(0), Row(1, target.Length), Weight(1), offset, target);
        for (var tap = 2; tap < _vertical.Taps; tap++) Accumulate(Row(tap, target.Length), Weight(tap), target);

        ReadOnlySpan<float> Row(int tap, int length) => _rows.AsSpan(_slotOfTap[tap] * _line.Length + start, length);

        float Weight(int tap) => _vertical.Weights[tap * _vertical.Padded + y] * factor;
    }

    private unsafe void ResizeRow(BgrImage image, int row, Span<float> planes)
    {
        var padded = _horizontal.Padded;
        var source = (byte*)image.Data + (nint)row * image.Stride;
        Prefetch(image, row + RowsAhead);
        fixed (int* indices = _horizontal.Indices)
        fixed (float* weights = _horizontal.Weights)
        fixed (float* blue = planes)
        {
            // Four bytes are gathered per pixel; in the row that ends the memory that could touch a byte past it.
            var last = image.Stride > 0 ? image.Height - 1 : 0;
            if (Avx2.IsSupported && Fma.IsSupported && row != last) ResizeRowAvx2(source, indices, weights, blue, padded, _horizontal.Taps);
            else ResizeRowScalar(source, indices, weights, blue, padded, _horizontal.Taps);
        }
    }

    /// <summary>Asks for the region's part of a row before it is needed.</summary>
    private unsafe void Prefetch(BgrImage image, int row)
    {
        if (!Sse.IsSupported || row >= image.Height) return;
        var source = (byte*)image.Data + (nint)row * image.Stride;
        var end = source + 3 * _horizontal.Indices[(_horizontal.Taps - 1) * _horizontal.Padded + width - 1];
        for (var line = source + 3 * _horizontal.Indices[0]; line <= end; line += CacheLine) Sse.Prefetch0(line);
    }

    private static unsafe void ResizeRowAvx2(byte* source, int* indices, float* weights, float* blue, int padded, int taps)
    {
        var mask = Vector256.Create(0xFF);
        for (var x = 0; x < padded; x += Vector256<float>.Count)
        {
            var b = Vector256<float>.Zero;
            var g = Vector256<float>.Zero;
            var r = Vector256<float>.Zero;
            for (var entry = x; entry < taps * padded; entry += padded)
            {
                var index = Vector256.Load(indices + entry);
                var weight = Vector256.Load(weights + entry);
                var pixels = Avx2.GatherVector256((int*)source, index + index + index, 1);
                b = Fma.MultiplyAdd(Vector256.ConvertToSingle(pixels & mask), weight, b);
                g = Fma.MultiplyAdd(Vector256.ConvertToSingle((pixels >>> 8) & mask), weight, g);
                r = Fma.MultiplyAdd(Vector256.ConvertToSingle((pixels >>> 16) & mask), weight, r);
            }

            b.Store(blue + x);
            g.Store(blue + padded + x);
            r.Store(blue + 2 * padded + x);
        }
    }

    private static unsafe void ResizeRowScalar(byte* source, int* indices, float* weights, float* blue, int padded, int taps)
    {
        for (var x = 0; x < padded; x++)
        {
            float b = 0, g = 0, r = 0;
            for (var entry = x; entry < taps * padded; entry += padded)
            {
                var pixel = source + 3 * indices[entry];
                b += pixel[0] * weights[entry];
                g += pixel[1] * weights[entry];
                r += pixel[2] * weights[entry];
            }

            blue[x] = b;
            blue[padded + x] = g;
            blue[2 * padded + x] = r;
        }
    }

    /// <summary>sum = first · a + second · b + offset.</summary>
    private static void Blend(ReadOnlySpan<float> first, float a, ReadOnlySpan<float> second, float b, float offset, Span<float> sum)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(first[i..]) * a + new Vector<float>(second[i..]) * b + new Vector<float>(offset)).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++) sum[i] = first[i] * a + second[i] * b + offset;
    }

    /// <summary>sum += row · weight.</summary>
    private static void Accumulate(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(sum[i..]) + new Vector<float>(row[i..]) * weight).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++) sum[i] += row[i] * weight;
    }
}
