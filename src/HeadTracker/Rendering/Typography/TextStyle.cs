namespace HeadTracker.Rendering.Typography;

/// <summary>A size and weight of type.</summary>
/// <param name="CapHeight">Height of a capital in pixels.</param>
internal readonly record struct TextStyle(int CapHeight, TextWeight Weight);
