using HeadTracker.Inference;

namespace HeadTracker.Tests.Inference;

public class ThreadTrialTests
{
    [Theory]
    [InlineData(1, 1, new double[0])] // one core: nothing to try
    [InlineData(4, 1, new[] { 5.0 })] // quick enough: the others are not even tried
    [InlineData(4, 4, new[] { 40.0, 22, 12 })]
    [InlineData(4, 2, new[] { 40.0, 22, 20 })] // four gain too little over two
    [InlineData(4, 2, new[] { 14.0, 7.5 })] // two are quick enough
    [InlineData(4, 1, new[] { 40.0, 44 })] // two are slower: a busy or shared core
    [InlineData(2, 2, new[] { 40.0, 22 })]
    public void The_fewest_threads_that_do_are_chosen(int most, int expected, double[] milliseconds)
    {
        var asked = new List<int>();
        var chosen = ThreadTrial.Choose(most, threads =>
        {
            asked.Add(threads);
            return milliseconds[asked.Count - 1];
        });

        Assert.Equal(expected, chosen);
        Assert.Equal(new[] { 1, 2, 4 }.Take(milliseconds.Length), asked);
    }

    [Fact]
    public void The_session_that_is_left_runs()
    {
        using var session = ThreadTrial.Open(File.ReadAllBytes(ModelFiles.PathOf("blazeface-front-128.onnx")));
        using var results = session.Run(ProviderTrial.Noise(session), session.OutputNames);
        Assert.All(results.SelectMany(result => result.AsEnumerable<float>()), value => Assert.True(float.IsFinite(value)));
    }
}
