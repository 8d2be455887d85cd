using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>
/// The last K keys and the features under them, the oldest of which go as new ones come: MoCo's queue Q_h and, aligned with it, kNN-MoCo's Q_g (thesis of
/// Vandenhende 2022, §7.4.3). Both and the place of the next key are buffers, so a resumed run has the same. They start with random directions.
/// </summary>
public sealed class KeyQueue : nn.Module
{
    private readonly Tensor _keys;
    private readonly Tensor? _features;
    private readonly Tensor _next;

    /// <param name="length">K.</param>
    /// <param name="outputs">Of the head.</param>
    /// <param name="features">Of the encoder; null keeps none.</param>
    /// <param name="device">Where it lies.</param>
    public KeyQueue(int length, int outputs, int? features, Device device)
        : base(nameof(KeyQueue))
    {
        using var scope = NewDisposeScope();
        _keys = Directions(length, outputs, device).DetachFromDisposeScope();
        _features = features is { } size ? Directions(length, size, device).DetachFromDisposeScope() : null;
        _next = zeros(1, ScalarType.Int64, device).DetachFromDisposeScope();
        register_buffer("keys", _keys);
        if (_features is not null) register_buffer("features", _features);
        register_buffer("next", _next);
    }

    /// <summary>Unit vectors (K, outputs), which <see cref="Enqueue"/> changes in place: a graph needs a copy.</summary>
    public Tensor Keys => _keys;

    /// <summary>Unit vectors (K, features), each under the key of the same row; null where none are kept.</summary>
    public Tensor? Features => _features;

    /// <summary>Puts keys in the place of the oldest.</summary>
    /// <param name="keys">Unit vectors (B, outputs).</param>
    /// <param name="features">(B, features) of any length.</param>
    public void Enqueue(Tensor keys, Tensor features)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var rows = (arange(keys.shape[0], ScalarType.Int64, keys.device) + _next).remainder(_keys.shape[0]);
        _keys.index_copy_(0, rows, keys);
        _features?.index_copy_(0, rows, nn.functional.normalize(features));
        _next.add_(keys.shape[0]).remainder_(_keys.shape[0]);
    }

    private static Tensor Directions(int count, int size, Device device) => nn.functional.normalize(randn(count, size)).to(device);
}
