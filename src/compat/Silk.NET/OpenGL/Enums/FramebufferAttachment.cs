namespace Silk.NET.OpenGL;

public enum FramebufferAttachment
{
    ColorAttachment0 = 0x8ce0,
    DepthAttachment = 0x8d00,
}
