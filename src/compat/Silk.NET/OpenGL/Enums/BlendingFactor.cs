namespace Silk.NET.OpenGL;

public enum BlendingFactor
{
    One = 1,
    SrcAlpha = 0x302,
    OneMinusSrcAlpha = 0x303,
}
