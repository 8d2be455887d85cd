namespace Silk.NET.OpenGL;

public enum TextureUnit
{
    Texture0 = 0x84c0,
    Texture1 = 0x84c1,
}
