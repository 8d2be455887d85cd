using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

public sealed class JpegCheckTests
{
    private readonly byte[] _jpeg;

    public JpegCheckTests()
    {
        using var picture = new Mat(120, 160, MatType.CV_8UC3);
        Cv2.Randu(picture, Scalar.All(0), Scalar.All(255));
        Cv2.ImEncode(".jpg", picture, out _jpeg);
    }

    [Fact]
    public void Whole_pictures_pass_padded_and_progressive_ones_too()
    {
        Assert.True(JpegCheck.IsWhole(_jpeg));
        Assert.True(JpegCheck.IsWhole([.. _jpeg, 0, 0, 0]));
        using var picture = Cv2.ImDecode(_jpeg, ImreadModes.Color);
        foreach (var way in new[] { ImwriteFlags.JpegProgressive, ImwriteFlags.JpegRstInterval })
        {
            Cv2.ImEncode(".jpg", picture, out var other, new ImageEncodingParam(way, 1));
            Assert.True(JpegCheck.IsWhole(other), $"{way}");
        }
    }

    [Fact]
    public void Pictures_cut_short_anywhere_fail()
    {
        for (var length = 0; length < _jpeg.Length; length += 37) Assert.False(JpegCheck.IsWhole(_jpeg.AsSpan(0, length)), $"{length} bytes");
        Assert.False(JpegCheck.IsWhole(_jpeg.AsSpan(0, _jpeg.Length - 1)));
    }

    [Fact]
    public void Pictures_overwritten_with_noise_fail()
    {
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            var damaged = (byte[])_jpeg.Clone();
            random.NextBytes(damaged.AsSpan(damaged.Length / 2, 4000));
            Assert.False(JpegCheck.IsWhole(damaged));
        }
    }

    [Fact]
    public void Something_else_fails() => Assert.False(JpegCheck.IsWhole("RIFF....WEBPVP8 "u8));
}
