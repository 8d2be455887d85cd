namespace Silk.NET.OpenGL;

public enum VertexAttribPointerType
{
    Float = 0x1406,
}
