using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>The camera's picture as a texture that fills the viewport.</summary>
internal sealed class VideoLayer : IDisposable
{
    private const string Vertex = """
        out vec2 uv;
        void main() {
            uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
            gl_Position = vec4(uv.x * 2.0 - 1.0, 1.0 - uv.y * 2.0, 0.0, 1.0);
        }
        """;

    private const string Fragment = """
        in vec2 uv;
        out vec4 color;
        uniform sampler2D picture;
        void main() { color = vec4(texture(picture, uv).rgb, 1.0); }
        """;

    private readonly GL _gl;
    private readonly ShaderProgram _program;
    private readonly uint _vertexArray, _texture;
    private int _width, _height;

    public VideoLayer(GL gl)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, Vertex, Fragment);
        _vertexArray = gl.GenVertexArray();
        _texture = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, _texture);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
    }

    /// <summary>Takes over a new picture: (height, width, 3) bytes in B G R, rows top to bottom.</summary>
    public unsafe void Upload(ReadOnlySpan<byte> pixels, int width, int height)
    {
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
        _gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        fixed (byte* p = pixels)
        {
            if (width == _width && height == _height)
            {
                _gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, (uint)width, (uint)height, PixelFormat.Bgr, PixelType.UnsignedByte, p);
            }
            else
            {
                (_width, _height) = (width, height);
                _gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.Rgb8, (uint)width, (uint)height, 0, PixelFormat.Bgr, PixelType.UnsignedByte, p);
            }
        }
    }

    public void Draw()
    {
        _program.Use();
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
        _gl.BindVertexArray(_vertexArray);
        _gl.DrawArrays(PrimitiveType.TriangleStrip, 0, 4);
    }

    public void Dispose()
    {
        _program.Dispose();
        _gl.DeleteVertexArray(_vertexArray);
        _gl.DeleteTexture(_texture);
    }
}
