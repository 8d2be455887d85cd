using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Tests.Imaging;

public class ExrImageTests
{
    [NpmFact]
    public void Pixels_equal_those_of_OpenCVs_reader()
    {
        // Golden values: cv::imread of OpenCV 4.6 with OPENCV_IO_ENABLE_OPENEXR=1 on the same file.
        var text = File.ReadAllText(Path.Combine(NpmFactAttribute.Modules, "@pmndrs", "assets", "hdri", "apartment.exr.js"));
        var start = text.IndexOf("base64,", StringComparison.Ordinal) + 7;
        var image = ExrImage.Decode(Convert.FromBase64String(text[start..text.IndexOf('\'', start)]));
        Assert.Equal((512, 256), (image.Width, image.Height));
        (int X, int Y, float R, float G, float B)[] golden =
        [
            (10, 10, 0.784668f, 0.638184f, 0.508301f), (200, 100, 0.604980f, 0.477051f, 0.333984f), (256, 128, 0.462158f, 0.337402f, 0.211548f),
            (500, 250, 0.510742f, 0.307373f, 0.145630f), (300, 60, 0.718262f, 0.588867f, 0.477051f), (77, 201, 0.363037f, 0.203857f, 0.085999f),
        ];
        foreach (var (x, y, r, g, b) in golden)
        {
            // The reader there rounds to half floats on the way.
            var at = y * 512 + x;
            Assert.Equal(r, image.Red[at], 2e-3f);
            Assert.Equal(g, image.Green[at], 2e-3f);
            Assert.Equal(b, image.Blue[at], 2e-3f);
        }

        Assert.Equal(0.756584, image.Red.Average(v => (double)v), 2e-3);
        Assert.Equal(0.535936, image.Blue.Average(v => (double)v), 2e-3);
    }

    [Fact]
    public void Other_files_are_refused() => Assert.Throws<InvalidDataException>(() => ExrImage.Decode([1, 2, 3, 4, 5, 6, 7, 8, 9]));
}
