namespace Silk.NET.OpenGL;

public enum PixelStoreParameter
{
    UnpackAlignment = 0xcf5,
    PackAlignment = 0xd05,
}
