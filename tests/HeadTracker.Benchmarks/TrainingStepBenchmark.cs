using BenchmarkDotNet.Attributes;
using HeadTracker.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Benchmarks;

/// <summary>
/// A training step of the project's own ResNet-18 with one head of 198 bins, 16 pictures: forward, cross-entropy,
/// backward, Adam; channels-last.
/// </summary>
public class TrainingStepBenchmark
{
    private const int Batch = 16, Bins = 198;

    private ResNet _backbone = null!;
    private Linear _head = null!;
    private Adam _adam = null!;
    private Tensor _images = null!, _labels = null!;

    [Params(112, 224)]
    public int Size { get; set; }

    [Params(false, true)]
    public bool Bfloat16 { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        manual_seed(1);
        _backbone = new ResNet(ResNetShape.Of(Backbone.ResNet18));
        _head = nn.Linear(512, Bins);
        _adam = optim.Adam(_backbone.parameters().Concat(_head.parameters()), 1e-4);
        _images = randn(Batch, Size, Size, 3).permute(0, 3, 1, 2).to(Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        _labels = randint(0, Bins, Batch);
    }

    [Benchmark]
    public float Step()
    {
        using var scope = NewDisposeScope();
        _adam.zero_grad();
        var features = _backbone.call(_images).mean([2, 3]).to(ScalarType.Float32);
        var loss = nn.functional.cross_entropy(_head.call(features), _labels);
        loss.backward();
        _adam.step();
        return loss.item<float>();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _adam.Dispose();
        _head.Dispose();
        _backbone.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
