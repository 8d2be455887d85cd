namespace HeadTracker.Rendering;

/// <summary>A size and weight of type; what exists is listed by whoever makes a <see cref="GlyphSheet"/>.</summary>
/// <param name="CapHeight">Height of a capital in pixels.</param>
/// <param name="Weight">Thickness of a stroke as a part of the capital's height.</param>
public readonly record struct TextStyle(float CapHeight, float Weight);
