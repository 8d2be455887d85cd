namespace Silk.NET.OpenGL;

public enum BufferUsageARB
{
    StaticDraw = 0x88e4,
    StreamDraw = 0x88e0,
}
