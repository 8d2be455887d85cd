namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private nint _bindTexture, _deleteTextures, _genTextures, _texImage2D, _texParameter, _texSubImage2D;

    public void BindTexture(TextureTarget target, uint texture) =>
        ((delegate* unmanaged<TextureTarget, uint, void>)Entry(ref _bindTexture, "glBindTexture"))(target, texture);

    public void DeleteTexture(uint textures) =>
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _deleteTextures, "glDeleteTextures"))(1, &textures);

    public uint GenTexture()
    {
        uint texture;
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _genTextures, "glGenTextures"))(1, &texture);
        return texture;
    }

    public void TexImage2D(TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*, void>)Entry(ref _texImage2D, "glTexImage2D"))(
            target, level, internalformat, width, height, border, format, type, pixels);

    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) =>
        ((delegate* unmanaged<TextureTarget, TextureParameterName, int, void>)Entry(ref _texParameter, "glTexParameteri"))(target, pname, param);

    public void TexSubImage2D(TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void>)Entry(ref _texSubImage2D, "glTexSubImage2D"))(
            target, level, xoffset, yoffset, width, height, format, type, pixels);
}
