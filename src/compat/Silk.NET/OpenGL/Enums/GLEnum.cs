namespace Silk.NET.OpenGL;

public enum GLEnum
{
    NoError = 0,
    Front = 0x404,
    Back = 0x405,
    FramebufferComplete = 0x8cd5,
}
