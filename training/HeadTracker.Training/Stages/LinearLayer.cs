using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// A linear layer on features that stay as they are, which are first brought to mean 0 and variance 1 over the training set: encoders differ in the size of
/// their features, and one learning rate has to do for all. It starts from zero, so its result hangs on no random weight. Its weights are held small, the more
/// so the fewer samples there are to a feature: a layer of about as many features as samples goes through every label and is wrong everywhere else.
/// </summary>
internal sealed class LinearLayer : IDisposable
{
    /// <summary>Added to variances, as batch normalisation does: a feature that never changes stays out.</summary>
    private const float LeastVariance = 1e-5f;

    /// <summary>Of the squared weights of an output, with as many samples as features.</summary>
    private const double Penalty = 0.05;

    private readonly TorchSharp.Modules.Linear _layer;
    private readonly Tensor _mean;
    private readonly Tensor _deviation;
    private readonly UnitMixture? _mixture;

    private LinearLayer(Tensor features, long outputs)
    {
        _layer = nn.Linear(features.shape[^1], outputs, device: features.device);
        if (features.dim() == 3) _mixture = new UnitMixture((int)features.shape[1]).to(features.device);
        using var scope = NewDisposeScope();
        _mean = features.mean([0]).DetachFromDisposeScope();
        _deviation = ((features - _mean).square().mean([0]) + LeastVariance).sqrt().DetachFromDisposeScope();
        nn.init.zeros_(_layer.weight!);
        nn.init.zeros_(_layer.bias!);
    }

    /// <summary>Learns, in batches drawn with replacement, along a cosine.</summary>
    /// <param name="features">float32 (N, F); or (N, units, F), of which the layer learns a mixture too.</param>
    /// <param name="labels">Of the same samples.</param>
    /// <param name="lossOf">The loss of answers (B, outputs) to some of them.</param>
    /// <param name="optimiser">Batch and learning rate.</param>
    /// <param name="steps">How many.</param>
    /// <param name="random">Draws the batches.</param>
    /// <param name="lasso">Weight of the mixture's penalty.</param>
    public static LinearLayer Learn(
        Tensor features, ProbeLabels labels, Func<Tensor, ProbeLabels, Tensor> lossOf, OptimiserOptions optimiser, int steps, SeededRandom random,
        float lasso = 0)
    {
        var layer = new LinearLayer(features, labels.Values.shape[1]);
        using var adam = new Adam(layer._layer.parameters().Concat(layer._mixture?.parameters() ?? []), optimiser.LearningRate);
        var course = optimiser with { Schedule = RateSchedule.Cosine, Epochs = 1, WarmupEpochs = 0 };
        var rows = new long[optimiser.Batch];
        var penalty = Penalty * layer._layer.weight!.shape[1] / features.shape[0];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < rows.Length; i++) rows[i] = random.Next((int)features.shape[0]);
            var drawn = tensor(rows, device: features.device);
            adam.LearningRate = LearningRateCourse.At(course, step, steps);
            adam.ZeroGradients();
            var loss = lossOf(layer.Of(features.index_select(0, drawn)), labels.Take(drawn)) + penalty * layer._layer.weight!.square().sum(1).mean();
            (layer._mixture is { } mixture ? loss + lasso * mixture.Penalty() : loss).backward();
            adam.Step();
        }

        return layer;
    }

    /// <summary>float32 (N, F), or (N, units, F) → (N, outputs).</summary>
    public Tensor Of(Tensor features)
    {
        using var scope = NewDisposeScope();
        var standardised = (features - _mean) / _deviation;
        var seen = _mixture is null ? standardised : (standardised * _mixture.Shares().unsqueeze(-1)).sum(1);
        return _layer.call(seen).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _layer.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
        _mixture?.Dispose();
    }
}
