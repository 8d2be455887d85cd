namespace Silk.NET.OpenGL;

public enum BufferUsageARB
{
    StaticDraw = 0x88e4,
    DynamicDraw = 0x88e8,
    StreamDraw = 0x88e0,
}
