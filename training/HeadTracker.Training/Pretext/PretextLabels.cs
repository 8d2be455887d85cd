using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>What a pretext task does to a batch of images, and at once the classes its heads have to find.</summary>
/// <param name="Pieces">int64 (B, regions): which piece of the original lies in each region, a permutation per image; null leaves them in place.</param>
/// <param name="Turns">int64 (B, regions): quarter turns anticlockwise of what lies in each region, 0 … 3; null turns none.</param>
public sealed record PretextLabels(Tensor? Pieces, Tensor? Turns) : IDisposable
{
    public void Dispose()
    {
        Pieces?.Dispose();
        Turns?.Dispose();
    }
}
