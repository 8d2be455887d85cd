namespace Silk.NET.OpenGL;

public enum PrimitiveType
{
    Triangles = 4,
    TriangleStrip = 5,
}
