using OpenCvSharp;

namespace HeadTracker.Tests.Support;

/// <summary>The same random bytes in every run.</summary>
internal static class Noise
{
    public static unsafe void Fill(Mat image, int seed)
    {
        Assert.True(image.IsContinuous());
        new Random(seed).NextBytes(new Span<byte>((void*)image.Data, checked((int)(image.Step() * image.Rows))));
    }
}
