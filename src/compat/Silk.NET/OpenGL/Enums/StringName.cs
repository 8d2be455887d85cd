namespace Silk.NET.OpenGL;

public enum StringName
{
    Renderer = 0x1f01,
    Version = 0x1f02,
}
