namespace Silk.NET.OpenGL;

public enum ShaderParameterName
{
    CompileStatus = 0x8b81,
}
