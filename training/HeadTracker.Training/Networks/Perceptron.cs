using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Two linear layers with a ReLU between them.</summary>
public sealed class Perceptron : Module<Tensor, Tensor>
{
    [ComponentName(Name = "hidden")]
    private readonly Linear _hidden;

    [ComponentName(Name = "answer")]
    private readonly Linear _answer;

    public Perceptron(int inputs, int hidden, int outputs)
        : base(nameof(Perceptron))
    {
        _hidden = Linear(inputs, hidden);
        _answer = Linear(hidden, outputs);
        RegisterComponents();
    }

    /// <summary>float32 (B, inputs) → (B, outputs).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _answer.call(_hidden.call(input).relu_()).MoveToOuterDisposeScope();
    }
}
