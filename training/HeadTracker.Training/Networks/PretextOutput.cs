using static TorchSharp.torch;

namespace HeadTracker.Training.Networks;

/// <summary>What the self-supervised branches say about a batch.</summary>
/// <param name="Pieces">Logits (B, regions, regions) of the piece that lies in each region, or null without puzzling.</param>
/// <param name="Turns">Logits (B, regions, 4) of each region's quarter turns, or null without rotation.</param>
public sealed record PretextOutput(Tensor? Pieces, Tensor? Turns);
