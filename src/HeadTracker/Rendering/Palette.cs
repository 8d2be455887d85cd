using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>Every colour of the window and the overlay: (red, green, blue, alpha) from 0 to 1, sRGB, not premultiplied.</summary>
public static class Palette
{
    public static readonly Vector4 Panel = Rgb(0x0B0E14, 0.84f);
    public static readonly Vector4 PanelEdge = Rgb(0xFFFFFF, 0.10f);
    public static readonly Vector4 Text = Rgb(0xF4F6FA);
    public static readonly Vector4 Muted = Rgb(0x9AA4B5);
    public static readonly Vector4 Track = Rgb(0xFFFFFF, 0.14f);
    public static readonly Vector4 Backdrop = Rgb(0x0A0C10);
    public static readonly Vector4 Shade = Rgb(0x000000, 0.55f);
    public static readonly Vector4 Good = Rgb(0x34D399);
    public static readonly Vector4 Warning = Rgb(0xFBBF24);
    public static readonly Vector4 Alarm = Rgb(0xF8504B);
    public static readonly Vector4 Quiet = Rgb(0x7DD3FC);

    /// <summary>Around axes and boxes, to set them off from a picture of any brightness.</summary>
    public static readonly Vector4 Outline = Rgb(0x07090D, 0.6f);

    private static readonly Vector4 Red = Rgb(0xFF453A);
    private static readonly Vector4 Green = Rgb(0x30D158);
    private static readonly Vector4 Blue = Rgb(0x2F7BFF);

    public static Vector4 Of(PoseAxis axis) => axis switch { PoseAxis.X => Red, PoseAxis.Y => Green, _ => Blue };

    public static Vector4 Of(WindowState state) => state switch
    {
        WindowState.Tracking => Good,
        WindowState.Searching or WindowState.Ended => Quiet,
        WindowState.Lost or WindowState.Unsure or WindowState.Paused => Warning,
        _ => Alarm,
    };

    public static Vector4 WithAlpha(this Vector4 color, float alpha) => color with { W = color.W * alpha };

    private static Vector4 Rgb(uint hex, float alpha = 1) =>
        new((hex >> 16 & 0xFF) / 255f, (hex >> 8 & 0xFF) / 255f, (hex & 0xFF) / 255f, alpha);
}
