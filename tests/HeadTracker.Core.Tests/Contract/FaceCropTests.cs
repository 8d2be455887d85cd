using HeadTracker.Contract;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Contract;

public sealed class FaceCropTests
{
    private const int Width = 97;
    private const int Height = 61;
    private const float Tolerance = 1e-4f;

    private static readonly PixelNormalizer Bgr = new(ChannelOrder.Bgr, [0.1f, 0.2f, 0.3f], [0.5f, 0.6f, 0.7f]);

    public static TheoryData<float, float, float, float> Regions() => new()
    {
        { 10, 5, 32, 32 }, // pixel for pixel
        { 10.3f, 5.7f, 20.9f, 20.9f }, // enlarged
        { 3.25f, 2.5f, 55.1f, 55.1f }, // shrunk, plain bilinear
        { -20.5f, -13.2f, 50, 50 }, // beyond the top left
        { 70.1f, 40.4f, 60.7f, 60.7f }, // beyond the bottom right
        { -60, -80, 220, 220 }, // beyond all edges, averaged
        { -40, 10, 300, 40 }, // not square
        { 48.7f, 30.1f, 0.8f, 0.6f }, // less than a pixel
        { 150, 90, 20, 20 }, // wholly outside
        { 0, 0, Width, Height },
    };

    [Theory]
    [MemberData(nameof(Regions))]
    public void Equals_the_definition_pixel_by_pixel(float x, float y, float width, float height)
    {
        foreach (var normalizer in new[] { PixelNormalizer.ImageNet, Bgr })
        {
            foreach (var border in new[] { CropBorder.Replicate, CropBorder.Black })
            {
                AssertEqualsNaive(new FaceBox(x, y, width, height), 32, 32, normalizer, border);
            }
        }
    }

    [Fact]
    public void An_image_upside_down_is_the_image_with_its_rows_turned_round()
    {
        var random = new Random(8);
        var pixels = new byte[Width * Height * 3];
        random.NextBytes(pixels);
        var turned = new byte[pixels.Length];
        for (var y = 0; y < Height; y++) pixels.AsSpan(y * Width * 3, Width * 3).CopyTo(turned.AsSpan((Height - 1 - y) * Width * 3));
        var (expected, actual) = (new float[3 * 32 * 32], new float[3 * 32 * 32]);
        foreach (var region in new FaceBox[] { new(10, 5, 32, 32), new(60.3f, 40.2f, 50, 50), new(-20.5f, -13.2f, 50, 50), new(0, 0, Width, Height) })
        {
            SampleOf(turned, image => image, region, expected);
            SampleOf(pixels, image => image.UpsideDown, region, actual);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
        }
    }

    private static unsafe void SampleOf(byte[] pixels, Func<BgrImage, BgrImage> view, FaceBox region, float[] planes)
    {
        fixed (byte* data = pixels)
        {
            new FaceCrop(32, 32).Sample(view(new BgrImage((nint)data, Width, Height, 3 * Width)), region, Bgr, planes);
        }
    }

    [Fact]
    public void Equals_the_definition_for_random_regions_and_sizes()
    {
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            var side = MathF.Exp(random.NextSingle() * 6) * 0.6f;
            var region = new FaceBox(random.NextSingle() * 180 - 60, random.NextSingle() * 140 - 50, side, side * (0.5f + random.NextSingle()));
            AssertEqualsNaive(region, random.Next(1, 40), random.Next(1, 40), PixelNormalizer.ImageNet, i % 2 == 0 ? CropBorder.Replicate : CropBorder.Black);
        }
    }

    [Fact]
    public unsafe void Reads_only_the_rectangle_of_an_image_with_a_longer_stride()
    {
        // The rectangle's surroundings are white; a single stray byte would show.
        var pixels = RandomPixels(Width * Height * 3);
        const int stride = Width * 3 + 29;
        var padded = new byte[stride * Height + 7];
        padded.AsSpan().Fill(255);
        for (var row = 0; row < Height; row++) pixels.AsSpan(row * Width * 3, Width * 3).CopyTo(padded.AsSpan(row * stride + 3));

        var expected = new float[3 * 24 * 24];
        var found = new float[3 * 24 * 24];
        var region = new FaceBox(-5.5f, -7.25f, 110, 80);
        var crop = new FaceCrop(24, 24);
        fixed (byte* dense = pixels)
        fixed (byte* inside = padded)
        {
            crop.Sample(new BgrImage((nint)dense, Width, Height, Width * 3), region, PixelNormalizer.ImageNet, expected);
            crop.Sample(new BgrImage((nint)(inside + 3), Width, Height, stride), region, PixelNormalizer.ImageNet, found);
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public unsafe void Interleaved_and_planar_results_hold_the_same_values()
    {
        var pixels = RandomPixels(Width * Height * 3);
        var planar = new float[3 * 20 * 18];
        var interleaved = new float[3 * 20 * 18];
        var bytes = new byte[3 * 20 * 18];
        var crop = new FaceCrop(20, 18);
        var unit = new PixelNormalizer(ChannelOrder.Bgr, [0, 0, 0], [1 / 255f, 1 / 255f, 1 / 255f]);
        fixed (byte* data = pixels)
        {
            var image = new BgrImage((nint)data, Width, Height, Width * 3);
            var region = new FaceBox(4, 3, 51, 47);
            crop.Sample(image, region, unit, planar);
            crop.SampleInterleaved(image, region, unit, interleaved);
            crop.SampleBytes(image, region, bytes);
        }

        for (var i = 0; i < 20 * 18; i++)
        {
            for (var plane = 0; plane < 3; plane++)
            {
                Assert.Equal(planar[plane * 20 * 18 + i], interleaved[3 * i + plane]);
                Assert.InRange(bytes[3 * i + plane] - planar[plane * 20 * 18 + i], -0.501f, 0.501f);
            }
        }
    }

    [Fact]
    public unsafe void Several_faces_share_one_buffer_without_touching_each_other()
    {
        var pixels = RandomPixels(Width * Height * 3);
        const int length = 3 * 16 * 16;
        var crop = new FaceCrop(16, 16);
        FaceBox[] regions = [new(1, 2, 30, 30), new(-9, 20, 200, 200), new(60, 30, 5, 5)];
        var batch = new float[4 * length];
        batch.AsSpan().Fill(float.NaN);
        fixed (byte* data = pixels)
        {
            var image = new BgrImage((nint)data, Width, Height, Width * 3);
            for (var i = 0; i < regions.Length; i++) crop.Sample(image, regions[i], PixelNormalizer.ImageNet, batch.AsSpan(i * length));
            for (var i = 0; i < regions.Length; i++)
            {
                var alone = new float[length];
                new FaceCrop(16, 16).Sample(image, regions[i], PixelNormalizer.ImageNet, alone);
                Assert.Equal(alone, batch.AsSpan(i * length, length).ToArray());
            }
        }

        Assert.All(batch.Skip(3 * length), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public unsafe void Allocates_nothing_after_the_largest_region()
    {
        var pixels = RandomPixels(Width * Height * 3);
        var crop = new FaceCrop(48, 48);
        var target = new float[3 * 48 * 48];
        fixed (byte* data = pixels)
        {
            var image = new BgrImage((nint)data, Width, Height, Width * 3);
            crop.Sample(image, new FaceBox(-100, -100, 400, 400), PixelNormalizer.ImageNet, target);
            crop.Sample(image, new FaceBox(10, 10, 20, 20), PixelNormalizer.ImageNet, target);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) crop.Sample(image, new FaceBox(-i, 3, 20 + 3 * i, 20 + 2 * i), PixelNormalizer.ImageNet, target);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, -1)]
    [InlineData(float.NaN, 10)]
    [InlineData(float.PositiveInfinity, 10)]
    public unsafe void Refuses_a_region_without_area(float width, float height)
    {
        var pixels = RandomPixels(Width * Height * 3);
        var crop = new FaceCrop(8, 8);
        fixed (byte* data = pixels)
        {
            var image = new BgrImage((nint)data, Width, Height, Width * 3);
            Assert.Throws<ArgumentException>(() => crop.Sample(image, new FaceBox(1, 1, width, height), PixelNormalizer.ImageNet, new float[3 * 64]));
            Assert.Throws<ArgumentException>(() => crop.Sample(image, new FaceBox(1, 1, 5, 5), PixelNormalizer.ImageNet, new float[3 * 63]));
            Assert.Throws<ArgumentException>(() => crop.Sample(image with { Data = 0 }, new FaceBox(1, 1, 5, 5), PixelNormalizer.ImageNet, new float[3 * 64]));
        }
    }

    private static unsafe void AssertEqualsNaive(FaceBox region, int width, int height, PixelNormalizer normalizer, CropBorder border)
    {
        var pixels = RandomPixels(Width * Height * 3);
        var expected = NaiveCrop.Sample(pixels, Width, Height, region, width, height, normalizer, border);
        var found = new float[3 * width * height];
        fixed (byte* data = pixels) new FaceCrop(width, height).Sample(new BgrImage((nint)data, Width, Height, Width * 3), region, normalizer, found, border);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(MathF.Abs(expected[i] - found[i]) <= Tolerance,
                $"{region} to {width}x{height}, {border}: value {i} is {found[i]}, expected {expected[i]}");
        }
    }

    private static byte[] RandomPixels(int count)
    {
        var pixels = new byte[count];
        new Random(3).NextBytes(pixels);
        return pixels;
    }
}
