using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Networks;

/// <summary>
/// MoCo's f' (He et al. 2020): an encoder with its head, both a moving average of others that learn. Its weights are buffers, so checkpoints keep them and no
/// optimiser sees them. Its batch norms are in training mode, with statistics of their own.
/// </summary>
public sealed class MomentumEncoder : nn.Module
{
    // In a tuple, since fields that are modules count as parts, with parameters to learn, as soon as another module takes this one in.
    private readonly (ResNet Backbone, ContrastHead Head) _encoder;
    private readonly (Tensor Own, Tensor Source)[] _weights;

    /// <param name="backbone">Learns; this encoder starts as it is.</param>
    /// <param name="head">Likewise.</param>
    /// <param name="outputs">Of the head.</param>
    /// <param name="device">Of both.</param>
    public MomentumEncoder(ResNet backbone, ContrastHead head, int outputs, Device device)
        : base(nameof(MomentumEncoder))
    {
        _encoder = (new ResNet(backbone.Shape).to(device), new ContrastHead(backbone.Shape.Features, outputs).to(device));
        _encoder.Backbone.load_state_dict(backbone.state_dict());
        _encoder.Head.load_state_dict(head.state_dict());
        _weights = [.. Pairs(_encoder.Backbone, backbone), .. Pairs(_encoder.Head, head)];
        foreach (var (own, _) in _weights) own.requires_grad = false;
        foreach (var (name, tensor) in _encoder.Backbone.state_dict()) register_buffer($"backbone.{name}", tensor);
        foreach (var (name, tensor) in _encoder.Head.state_dict()) register_buffer($"head.{name}", tensor);
    }

    /// <summary>θ' ← m·θ' + (1 - m)·θ.</summary>
    /// <param name="momentum">m.</param>
    public void Follow(double momentum)
    {
        using var none = no_grad();
        foreach (var (own, source) in _weights) own.mul_(momentum).add_(source, alpha: 1 - momentum);
    }

    /// <summary>Keys of images and the features under them, without gradient.</summary>
    /// <remarks>
    /// An image's key must not tell by the batch's statistics which query is of the same batch (He et al. 2020, §3.3, "Shuffling BN"). Where several devices
    /// exchange images before they normalise each its own, here the batch is put into another order and into groups that are normalised by themselves.
    /// </remarks>
    /// <param name="images">Normalised (B, 3, H, W).</param>
    /// <param name="order">A permutation of B.</param>
    /// <param name="groups">How many; of at least two images each.</param>
    /// <returns>float32 (B, features) and (B, outputs), in the images' own order; in the caller's dispose scope.</returns>
    public (Tensor Features, Tensor Keys) KeysOf(Tensor images, IReadOnlyList<long> order, int groups)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (features, keys) = (new List<Tensor>(), new List<Tensor>());
        foreach (var group in order.Chunk((order.Count + groups - 1) / groups))
        {
            var pooled = _encoder.Backbone.call(images.index_select(0, tensor(group, device: images.device))).mean([2, 3], type: ScalarType.Float32);
            features.Add(pooled);
            keys.Add(_encoder.Head.call(pooled));
        }

        var back = tensor(order.ToArray(), device: images.device).argsort(0);
        return (cat(features).index_select(0, back).MoveToOuterDisposeScope(), cat(keys).index_select(0, back).MoveToOuterDisposeScope());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _encoder.Backbone.Dispose();
            _encoder.Head.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IEnumerable<(Tensor Own, Tensor Source)> Pairs(nn.Module own, nn.Module source) =>
        own.parameters().Zip(source.parameters(), (mine, theirs) => ((Tensor)mine, (Tensor)theirs));
}
