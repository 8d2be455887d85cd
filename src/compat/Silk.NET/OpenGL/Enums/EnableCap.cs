namespace Silk.NET.OpenGL;

public enum EnableCap
{
    CullFace = 0xb44,
    DepthTest = 0xb71,
    Blend = 0xbe2,
    ScissorTest = 0xc11,
}
