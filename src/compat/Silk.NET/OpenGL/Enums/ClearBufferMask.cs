namespace Silk.NET.OpenGL;

public enum ClearBufferMask
{
    DepthBufferBit = 0x100,
    ColorBufferBit = 0x4000,
}
