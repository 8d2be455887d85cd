namespace Silk.NET.OpenGL;

public enum TextureWrapMode
{
    ClampToEdge = 0x812f,
}
