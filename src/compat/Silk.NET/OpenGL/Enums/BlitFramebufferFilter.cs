namespace Silk.NET.OpenGL;

public enum BlitFramebufferFilter
{
    Nearest = 0x2600,
}
