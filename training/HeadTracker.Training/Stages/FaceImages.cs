using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Images of some samples as they are stored. The tensor lives in the dispose scope of whoever asked for it.</summary>
/// <param name="Rows">Which samples of their set.</param>
/// <param name="Images">uint8 RGB (B, S, S, 3) on the device, S = inputSize + 2·margin.</param>
public readonly record struct StoredFaces(long[] Rows, Tensor Images);

/// <summary>The stored images of a set, wherever they are kept. Owns what it keeps.</summary>
public abstract class FaceImages : IDisposable
{
    /// <summary>Side in pixels of each image.</summary>
    public abstract int Side { get; }

    /// <summary>Where images are handed out, and augmented.</summary>
    public abstract Device Device { get; }

    /// <summary>The images of some samples.</summary>
    /// <exception cref="UserErrorException">They cannot be read any more.</exception>
    public abstract StoredFaces Take(long[] rows);

    /// <summary>One batch after another, made ready before it is asked for where that saves waiting.</summary>
    /// <param name="batches">Rows of each; may be enumerated on another thread.</param>
    /// <inheritdoc cref="Take"/>
    public virtual IEnumerable<StoredFaces> InOrder(IEnumerable<long[]> batches) => batches.Select(Take);

    public abstract void Dispose();
}

/// <summary>All images as one tensor on the device.</summary>
/// <param name="images">uint8 RGB (N, S, S, 3); now owned by this.</param>
public sealed class ResidentImages(Tensor images) : FaceImages
{
    private readonly Tensor _images = images.DetachFromDisposeScope();

    public override int Side => (int)_images.shape[1];

    public override Device Device => _images.device;

    public override StoredFaces Take(long[] rows)
    {
        using var which = tensor(rows, device: Device);
        return new(rows, _images.index_select(0, which));
    }

    public override void Dispose() => _images.Dispose();
}
