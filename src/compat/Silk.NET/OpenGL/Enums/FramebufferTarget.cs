namespace Silk.NET.OpenGL;

public enum FramebufferTarget
{
    Framebuffer = 0x8d40,
    ReadFramebuffer = 0x8ca8,
    DrawFramebuffer = 0x8ca9,
}
