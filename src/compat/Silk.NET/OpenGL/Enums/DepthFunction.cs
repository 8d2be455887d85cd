namespace Silk.NET.OpenGL;

public enum DepthFunction
{
    Less = 0x201,
    Lequal = 0x203,
    Always = 0x207,
}
