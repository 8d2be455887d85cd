namespace Silk.NET.OpenGL;

public enum VertexAttribPointerType
{
    UnsignedByte = 0x1401,
    Float = 0x1406,
}
