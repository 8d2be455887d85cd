using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>One character of <see cref="StrokeFont"/>.</summary>
/// <param name="Width">From the leftmost to the rightmost stroke's middle, in the font's units.</param>
/// <param name="Strokes">Polylines through the strokes' middles; y points up from the baseline.</param>
public sealed record StrokeGlyph(float Width, Vector2[][] Strokes);
