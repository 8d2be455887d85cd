namespace Silk.NET.OpenGL;

public enum StringName
{
    Vendor = 0x1f00,
    Renderer = 0x1f01,
    Version = 0x1f02,
    ShadingLanguageVersion = 0x8b8c,
}
