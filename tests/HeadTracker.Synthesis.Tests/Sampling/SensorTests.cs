using System.Numerics;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Sensing;
using HeadTracker.Synthesis.Surfaces;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class SensorTests
{
    [Fact]
    public void Exposure_follows_the_light()
    {
        // Sixteen times the light gives the same picture: the automatic exposure takes it off.
        using var dim = Expose(Ramp(0.05f), SensorSettings.Clean);
        using var bright = Expose(Ramp(0.8f), SensorSettings.Clean);
        Assert.Equal(Cv2.Mean(dim).Val1, Cv2.Mean(bright).Val1, 1.5);
        using var warm = Expose(Ramp(0.3f), SensorSettings.Clean with { WhiteBalance = new Vector3(1.4f, 1, 0.7f) });
        Assert.True(Cv2.Mean(warm).Val2 > Cv2.Mean(warm).Val1 && Cv2.Mean(warm).Val1 > Cv2.Mean(warm).Val0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(20)]
    public void A_face_that_hair_hides_but_for_a_few_pixels_is_exposed_by_what_surrounds_it(int skin)
    {
        var hidden = Ramp(0.3f);
        using var without = Expose(hidden, SensorSettings.Clean);
        hidden.Segmentation.AsSpan(32 * 64 + 10, skin).Fill(SegmentationClass.Skin);
        using var with = Expose(hidden, SensorSettings.Clean);
        Assert.InRange(Cv2.Mean(with).Val1 / Cv2.Mean(without).Val1, 0.9, 1.2);
    }

    [Fact]
    public void Blur_smooths_and_noise_roughens()
    {
        using var clean = Expose(Edge(), SensorSettings.Clean);
        using var soft = Expose(Edge(), SensorSettings.Clean with { LensBlur = 2 });
        using var moved = Expose(Edge(), SensorSettings.Clean with { MotionBlur = (9, 0) });
        using var along = Expose(Edge(), SensorSettings.Clean with { MotionBlur = (9, MathF.PI / 2) });
        using var noisy = Expose(Edge(), SensorSettings.Clean with { ReadNoise = 0.05f });
        Assert.True(Steepest(soft) < Steepest(clean) / 2);
        Assert.True(Steepest(moved) < Steepest(clean) / 2);
        Assert.Equal(Steepest(clean), Steepest(along));
        Assert.True(Spread(noisy) > 4 * Spread(clean) + 2);
    }

    private static Mat Expose(RenderedFrame frame, SensorSettings settings) => Sensor.Expose(frame, settings, new Random(1));

    private static RenderedFrame Ramp(float scale) => Fill((x, _) => new Vector3(scale * (0.2f + x / 64f)));

    private static RenderedFrame Edge() => Fill((x, _) => new Vector3(x < 32 ? 0.1f : 0.5f));

    private static RenderedFrame Fill(Func<int, int, Vector3> light)
    {
        var frame = new RenderedFrame(64, 64);
        for (var i = 0; i < frame.Radiance.Length; i++)
        {
            frame.Radiance[i] = light(i % 64, i / 64);
            frame.Coverage[i] = 1;
            frame.Segmentation[i] = SegmentationClass.Clothes;
        }

        return frame;
    }

    private static int Steepest(Mat picture) => Enumerable.Range(1, 62).Max(x => Math.Abs(picture.At<Vec3b>(30, x).Item1 - picture.At<Vec3b>(30, x - 1).Item1));

    private static double Spread(Mat picture)
    {
        var values = Enumerable.Range(0, 64).Select(y => (double)picture.At<Vec3b>(y, 10).Item1).ToList();
        return Math.Sqrt(values.Average(v => (v - values.Average()) * (v - values.Average())));
    }
}
