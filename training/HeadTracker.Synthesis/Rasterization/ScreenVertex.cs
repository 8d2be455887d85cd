using System.Numerics;

namespace HeadTracker.Synthesis.Rasterization;

/// <summary>A vertex on the sample grid.</summary>
/// <param name="X">Sixteenths of a sample to the right; sample centres lie at 8 + 16 i.</param>
/// <param name="Y">Sixteenths of a sample down.</param>
/// <param name="Nearness">What the depth test compares, larger is nearer; linear on the screen (1 / distance for a perspective camera).</param>
public readonly record struct ScreenVertex(int X, int Y, float Nearness)
{
    /// <summary>Fixed-point steps per sample.</summary>
    public const int SubSteps = 16;

    /// <summary>Coordinates are held to this, so that products of differences fit into 64 bits with room to spare.</summary>
    private const float Limit = 1 << 20;

    public static ScreenVertex From(Vector2 sample, float nearness) => new(
        (int)MathF.Round(Math.Clamp(sample.X * SubSteps, -Limit, Limit)),
        (int)MathF.Round(Math.Clamp(sample.Y * SubSteps, -Limit, Limit)),
        nearness);
}
