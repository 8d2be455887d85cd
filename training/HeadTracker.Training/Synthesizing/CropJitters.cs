using System.Numerics;
using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Training.Synthesizing;

/// <summary>Measured jitters.</summary>
public static class CropJitters
{
    public static CropJitter Detector { get; } = new(new Vector2(0, 0), new Vector2(0.035f, 0.035f), new Vector2(0, 0), new Vector2(0.08f, 0.07f), 0.6f);
}
