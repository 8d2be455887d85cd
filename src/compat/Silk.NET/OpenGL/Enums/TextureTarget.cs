namespace Silk.NET.OpenGL;

public enum TextureTarget
{
    Texture2D = 0xde1,
}
