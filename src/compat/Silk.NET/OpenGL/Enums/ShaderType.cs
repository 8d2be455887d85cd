namespace Silk.NET.OpenGL;

public enum ShaderType
{
    FragmentShader = 0x8b30,
    VertexShader = 0x8b31,
}
