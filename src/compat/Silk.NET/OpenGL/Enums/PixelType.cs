namespace Silk.NET.OpenGL;

public enum PixelType
{
    UnsignedByte = 0x1401,
    Float = 0x1406,
}
