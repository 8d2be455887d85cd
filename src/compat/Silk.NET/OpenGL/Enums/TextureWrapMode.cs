namespace Silk.NET.OpenGL;

public enum TextureWrapMode
{
    Repeat = 0x2901,
    ClampToEdge = 0x812f,
}
