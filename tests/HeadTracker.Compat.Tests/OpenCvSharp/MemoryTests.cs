using System.Runtime.CompilerServices;
using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>Native memory comes back, and frames cost no managed memory.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    private const int MebiByte = 1 << 20;

    [Fact]
    public void Disposed_Mats_give_their_memory_back()
    {
        Fill(50, dispose: true);
        var before = Environment.WorkingSet;
        Fill(1000, dispose: true);

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 64L * MebiByte);
    }

    [Fact]
    public void Forgotten_Mats_are_collected()
    {
        Fill(10, dispose: false);
        Collect();
        var before = Environment.WorkingSet;
        for (var round = 0; round < 20; round++)
        {
            Fill(20, dispose: false);
            Collect();
        }

        // 400 MiB went through.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100L * MebiByte);
    }

    [Fact]
    public void Pinned_arrays_are_let_go()
    {
        var array = PinAndDispose();
        Collect();

        Assert.False(array.IsAlive);
    }

    [Fact]
    public void Functions_on_existing_Mats_allocate_nothing()
    {
        using Mat image = new(240, 320, MatType.CV_8UC3, new Scalar(1, 2, 3)), small = new(), gray = new(), warped = new(), floats = new();
        using var map = Cv2.GetRotationMatrix2D(new Point2f(56, 56), 10, 1);
        void Frame()
        {
            Cv2.Resize(image, small, new Size(112, 112));
            Cv2.CvtColor(small, gray, ColorConversionCodes.BGR2GRAY);
            Cv2.WarpAffine(image, warped, map, new Size(112, 112), InterpolationFlags.Linear, BorderTypes.Replicate);
            Cv2.GaussianBlur(gray, gray, new Size(3, 3), 0);
            gray.ConvertTo(floats, MatType.CV_32FC1, 1 / 255.0);
            Cv2.Rectangle(image, new Rect(10, 10, 50, 50), Scalar.Red, 2);
            Cv2.PutText(image, "yaw", new Point(20, 20), HersheyFonts.HersheySimplex, 0.5, Scalar.White);
            _ = Cv2.Mean(gray);
            _ = floats.At<float>(5, 5);
        }

        for (var i = 0; i < 3; i++) Frame();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Frame();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(int count, bool dispose)
    {
        for (var i = 0; i < count; i++)
        {
            var mat = new Mat(1024, 1024, MatType.CV_8UC1, new Scalar(i & 255));
            if (dispose) mat.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PinAndDispose()
    {
        var array = new byte[1000];
        using (var mat = Mat.FromPixelData(10, 100, MatType.CV_8UC1, array))
        {
            Assert.False(mat.Empty());
        }

        return new(array);
    }

    private static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
