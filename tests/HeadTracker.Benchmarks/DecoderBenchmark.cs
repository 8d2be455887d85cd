using BenchmarkDotNet.Attributes;
using HeadTracker.Contract;

namespace HeadTracker.Benchmarks;

/// <summary>From the logits of one head's 198 bins to an angle and its spread: vector operations against a plain loop.</summary>
public class DecoderBenchmark
{
    private readonly RvcDecoder _decoder = new(new BinSpecification(1, 99), BinOutput.Logits);
    private readonly float[] _logits = new float[198];
    private readonly float[] _scores = new float[198];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < _logits.Length; i++) _logits[i] = 8 * MathF.Exp(-MathF.Pow((i - 120) / 6f, 2)) + random.NextSingle();
    }

    [Benchmark]
    public DecodedAngle Vectors()
    {
        _logits.CopyTo(_scores, 0);
        return _decoder.Decode(_scores);
    }

    [Benchmark(Baseline = true)]
    public DecodedAngle PlainLoop()
    {
        var most = float.NegativeInfinity;
        foreach (var logit in _logits) most = MathF.Max(most, logit);
        var sum = 0f;
        for (var i = 0; i < _logits.Length; i++) sum += _scores[i] = MathF.Exp(_logits[i] - most);
        var (mean, variance) = (0f, 0f);
        for (var i = 0; i < _scores.Length; i++) mean += (_scores[i] /= sum) * (i - 98.5f);
        for (var i = 0; i < _scores.Length; i++) variance += _scores[i] * (i - 98.5f - mean) * (i - 98.5f - mean);
        return new DecodedAngle(mean, MathF.Sqrt(variance));
    }
}
