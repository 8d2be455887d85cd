using OpenCvSharp;
using static HeadTracker.CompatTests.OpenCv.MatTests;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>Image files there and back, and what happens to those that are none.</summary>
public sealed class ImageFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("opencv-images").FullName;
    private readonly Mat image = new(32, 48, MatType.CV_8UC3);

    public ImageFileTests()
    {
        for (var y = 0; y < image.Rows; y++)
        {
            for (var x = 0; x < image.Cols; x++) image.Set(y, x, new Vec3b((byte)(x * 5), (byte)(y * 7), (byte)(x + y)));
        }
    }

    public void Dispose()
    {
        image.Dispose();
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Png_keeps_every_pixel()
    {
        Assert.True(Cv2.ImWrite(Path("Ä image.png"), image));
        using var read = Cv2.ImRead(Path("Ä image.png"));

        Assert.Equal(Values(image), Values(read));
    }

    [Fact]
    public void Jpeg_quality_decides_size_and_error()
    {
        Cv2.ImEncode(".jpg", image, out var good, new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
        Cv2.ImEncode(".jpg", image, out var poor, new ImageEncodingParam(ImwriteFlags.JpegQuality, 10));
        using Mat fromGood = Cv2.ImDecode(good, ImreadModes.Color), fromPoor = Mat.FromImageData(poor);

        Assert.True(good.Length > poor.Length);
        Assert.Equal([0xFF, 0xD8], good[..2]);
        Assert.InRange(Cv2.Norm(image, fromGood, NormTypes.L1) / (image.Total() * 3), 0, 3);
        Assert.True(Cv2.Norm(image, fromPoor) > Cv2.Norm(image, fromGood));
    }

    [Fact]
    public void Modes_choose_the_channels()
    {
        image.SaveImage(Path("a.png"));
        using Mat gray = Cv2.ImRead(Path("a.png"), ImreadModes.Grayscale), half = Cv2.ImRead(Path("a.png"), ImreadModes.ReducedColor2);

        Assert.Equal((1, new Size(48, 32)), (gray.Channels(), gray.Size()));
        Assert.Equal(new Size(24, 16), half.Size());
        Assert.Equal(0.114 * 50 + 0.587 * 35 + 0.299 * 15, gray.At<byte>(5, 10), 1.0);
    }

    [Fact]
    public void Deep_and_transparent_images_survive()
    {
        using var deep = new Mat(2, 2, MatType.CV_16UC4, new Scalar(1, 1000, 40000, 65535));
        using var read = Cv2.ImDecode(deep.ToBytes(), ImreadModes.Unchanged);

        Assert.Equal(MatType.CV_16UC4, read.Type());
        read.GetArray<ushort>(out var values);
        Assert.Equal([1, 1000, 40000, 65535], values[..4]);
    }

    [Fact]
    public void What_cannot_be_read_is_empty()
    {
        File.WriteAllText(Path("text.png"), "no picture");
        using Mat missing = Cv2.ImRead(Path("missing.png")), text = Cv2.ImRead(Path("text.png")), garbage = Cv2.ImDecode([1, 2, 3, 4], ImreadModes.Color);

        Assert.True(missing.Empty());
        Assert.True(text.Empty());
        Assert.True(garbage.Empty());
        Assert.Throws<ArgumentException>(() => Cv2.ImDecode([], ImreadModes.Color));
        Assert.Throws<ArgumentException>(() => Cv2.ImRead(""));
    }

    [Fact]
    public void What_cannot_be_written_is_an_error()
    {
        Assert.Throws<OpenCVException>(() => Cv2.ImWrite(Path("a.nothing"), image));
        Assert.False(Cv2.ImWrite(Path("no/such/folder.png"), image));
    }

    private string Path(string name) => System.IO.Path.Combine(folder, name);
}
