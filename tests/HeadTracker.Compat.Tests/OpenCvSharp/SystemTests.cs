using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>The library about itself; its settings are everybody's.</summary>
[Collection(nameof(Alone))]
public sealed class SystemTests
{
    [Fact]
    public void It_knows_its_version_and_build()
    {
        Assert.Matches(@"^4\.\d+\.\d+", Cv2.GetVersionString());
        Assert.Contains("Video I/O", Cv2.GetBuildInformation());
        Assert.Contains(Cv2.GetVersionString(), Cv2.GetBuildInformation());
    }

    [Fact]
    public void Threads_can_be_limited()
    {
        var before = Cv2.GetNumThreads();
        Cv2.SetNumThreads(1);
        Assert.Equal(1, Cv2.GetNumThreads());
        Cv2.SetNumThreads(before);
        Assert.Equal(before, Cv2.GetNumThreads());
    }

    [Fact]
    public void Vector_code_can_be_switched_off()
    {
        var before = Cv2.UseOptimized();
        Cv2.SetUseOptimized(false);
        Assert.False(Cv2.UseOptimized());
        Cv2.SetUseOptimized(before);
        Assert.Equal(before, Cv2.UseOptimized());
    }
}
