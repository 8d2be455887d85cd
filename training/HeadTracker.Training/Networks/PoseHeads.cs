using HeadTracker.Contract;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// The head branches of the KD paper's fig. 2: one fully connected layer per bin size (regression via classification, RvC),
/// and one that regresses θ·tanh. All but the finest only regularise the base training.
/// </summary>
/// <remarks>
/// Layer <c>bins4</c> of bin size 4° maps features to 3 · q outputs: rows 0 … q-1 belong to yaw, q … 2q-1 to pitch, the rest to roll.
/// </remarks>
public sealed class PoseHeads : Module<Tensor, PoseOutput>
{
    private readonly Linear[] _classifiers;
    private readonly Linear? _regressor;

    /// <param name="features">Channels of the pooled features.</param>
    /// <param name="bins">One RvC head each; at least one.</param>
    /// <param name="regression">Whether there is a regression head.</param>
    public PoseHeads(int features, IEnumerable<BinSpecification> bins, bool regression)
        : base(nameof(PoseHeads))
    {
        Bins = [.. bins.OrderBy(head => head.BinSize)];
        _classifiers = [.. Bins.Select(head => Linear(features, 3 * head.Count))];
        for (var i = 0; i < Bins.Count; i++) register_module(NameOf(Bins[i]), _classifiers[i]);
        if (regression) register_module("regression", _regressor = Linear(features, 3));
    }

    /// <summary>The RvC heads, finest first.</summary>
    public IReadOnlyList<BinSpecification> Bins { get; }

    public bool HasRegression => _regressor is not null;

    /// <summary>Weight (3 · q, features) and bias (3 · q) of the head that predicts: what an export keeps.</summary>
    public Linear FinestClassifier => _classifiers[0];

    /// <summary>The layer's name in checkpoints.</summary>
    public static string NameOf(BinSpecification bins) => FormattableString.Invariant($"bins{bins.BinSize}").Replace('.', '_');

    /// <summary>Pooled features (B, features) → outputs; eq. 3 turns the regression head's into degrees.</summary>
    public override PoseOutput forward(Tensor input)
    {
        var logits = new Tensor[_classifiers.Length];
        for (var i = 0; i < logits.Length; i++)
        {
            using var flat = _classifiers[i].call(input);
            logits[i] = flat.view(-1, 3, Bins[i].Count);
        }

        return new PoseOutput(Bins, logits, Regress(input));
    }

    private Tensor? Regress(Tensor input)
    {
        if (_regressor is null) return null;
        using var scope = NewDisposeScope();
        return (_regressor.call(input).tanh() * Bins[0].Range).MoveToOuterDisposeScope();
    }
}
