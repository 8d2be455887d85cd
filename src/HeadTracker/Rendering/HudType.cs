using HeadTracker.Rendering.Typography;

namespace HeadTracker.Rendering;

/// <summary>The kinds of type in the window.</summary>
/// <param name="CapHeight">Height of a capital in points.</param>
internal readonly record struct HudType(float CapHeight, TextWeight Weight)
{
    public static readonly HudType Body = new(9, TextWeight.Medium);
    public static readonly HudType Strong = new(9, TextWeight.SemiBold);
    public static readonly HudType Title = new(12, TextWeight.Medium);
    public static readonly HudType Figure = new(17, TextWeight.Regular);
}
