using HeadTracker.Inference;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Tests.Inference;

public class SpeedTrialTests
{
    [Fact]
    public void An_accelerator_has_to_beat_the_processor()
    {
        Assert.True(SpeedTrial.IsWorthIt(2, 3, out var reason));
        Assert.Empty(reason);
        Assert.False(SpeedTrial.IsWorthIt(3.44, 2.06, out reason));
        Assert.Equal("it works, but takes 3.4 ms where the CPU takes 2.1", reason);
        Assert.False(SpeedTrial.IsWorthIt(2, 2, out _));
    }

    /// <summary>The larger detector has seven times the work of the smaller one.</summary>
    [Fact]
    public void Runs_are_timed()
    {
        using var small = new InferenceSession(ModelFiles.PathOf("blazeface-front-128.onnx"));
        using var large = new InferenceSession(ModelFiles.PathOf("blazeface-back-256.onnx"));
        Assert.InRange(SpeedTrial.LeastTime(small), 0.01, SpeedTrial.LeastTime(large));
        Assert.True(SpeedTrial.IsWorthIt(small, large, out _));
    }
}
