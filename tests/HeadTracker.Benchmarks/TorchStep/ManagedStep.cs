using HeadTracker.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Benchmarks.TorchStep;

/// <summary>A training step of the project's own ResNet-18 with one head of 198 bins: forward, cross-entropy, backward, Adam; channels-last.</summary>
internal sealed class ManagedStep : IDisposable
{
    private readonly ResNet backbone = new(ResNetShape.Of(Backbone.ResNet18));
    private readonly Linear head = nn.Linear(512, 198);
    private readonly Adam adam;
    private readonly Tensor images;
    private readonly Tensor labels;

    public ManagedStep(float[] images, long[] labels, int size, bool bfloat16)
    {
        this.images = tensor(images, [labels.Length, size, size, 3]).permute(0, 3, 1, 2).to(bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        this.labels = tensor(labels);
        adam = optim.Adam(Parameters, 1e-4);
    }

    private IEnumerable<Parameter> Parameters => backbone.parameters().Concat(head.parameters());

    public IEnumerable<float[]> InitialValues() => Parameters.Select(parameter => parameter.data<float>().ToArray()).ToList();

    public float Run()
    {
        using var scope = NewDisposeScope();
        adam.zero_grad();
        var features = backbone.call(images).mean([2, 3]).to(ScalarType.Float32);
        var loss = nn.functional.cross_entropy(head.call(features), labels);
        loss.backward();
        adam.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        adam.Dispose();
        head.Dispose();
        backbone.Dispose();
        images.Dispose();
        labels.Dispose();
    }
}
