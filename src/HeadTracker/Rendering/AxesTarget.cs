using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>
/// Where the axes are drawn: four samples per pixel with depth, transparent around them, then laid over the frame. Only the
/// part that they reach is cleared, resolved and laid over, which is what keeps a slow or software GPU from noticing.
/// </summary>
internal sealed class AxesTarget : IDisposable
{
    private const uint Samples = 4;

    private const string Vertex = """
        void main() { gl_Position = vec4((gl_VertexID & 1) * 4 - 1, (gl_VertexID >> 1) * 4 - 1, 0.0, 1.0); }
        """;

    private const string Fragment = """
        out vec4 color;
        uniform sampler2D axes;
        void main() { color = texelFetch(axes, ivec2(gl_FragCoord.xy), 0); }
        """;

    private readonly GL _gl;
    private readonly ShaderProgram _program;
    private readonly uint _vertexArray, _samplesFramebuffer, _samplesColor, _samplesDepth, _resolvedFramebuffer, _resolvedTexture;
    private int _width, _height;

    public AxesTarget(GL gl)
    {
        _gl = gl;
        _program = new ShaderProgram(gl, Vertex, Fragment);
        _vertexArray = gl.GenVertexArray();
        (_samplesFramebuffer, _resolvedFramebuffer) = (gl.GenFramebuffer(), gl.GenFramebuffer());
        (_samplesColor, _samplesDepth) = (gl.GenRenderbuffer(), gl.GenRenderbuffer());
        _resolvedTexture = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, _resolvedTexture);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Nearest);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Nearest);
    }

    /// <summary>A part of the frame in whole pixels from its bottom left, as OpenGL counts.</summary>
    public readonly record struct Region(int X, int Y, int Width, int Height);

    /// <summary>Clears a part; what is drawn from here goes into it and nowhere else.</summary>
    public void Begin(int frameWidth, int frameHeight, Region region)
    {
        Resize(frameWidth, frameHeight);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _samplesFramebuffer);
        _gl.Enable(EnableCap.ScissorTest);
        _gl.Scissor(region.X, region.Y, (uint)region.Width, (uint)region.Height);
        _gl.ClearColor(0, 0, 0, 0);
        _gl.Clear(ClearBufferMask.ColorBufferBit | ClearBufferMask.DepthBufferBit);
    }

    /// <summary>Lays what was drawn over the frame in the given framebuffer.</summary>
    public void End(uint framebuffer, Region region)
    {
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _samplesFramebuffer);
        _gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, _resolvedFramebuffer);
        var (right, top) = (region.X + region.Width, region.Y + region.Height);
        _gl.BlitFramebuffer(region.X, region.Y, right, top, region.X, region.Y, right, top, ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Nearest);

        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        _gl.Viewport(0, 0, (uint)_width, (uint)_height);
        _program.Use();
        _gl.BindTexture(TextureTarget.Texture2D, _resolvedTexture);
        _gl.BindVertexArray(_vertexArray);
        // Averaging with transparent black multiplies the colours with their coverage, too.
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFuncSeparate(BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
        _gl.Disable(EnableCap.Blend);
        _gl.Disable(EnableCap.ScissorTest);
    }

    public void Dispose()
    {
        _program.Dispose();
        _gl.DeleteVertexArray(_vertexArray);
        _gl.DeleteFramebuffer(_samplesFramebuffer);
        _gl.DeleteFramebuffer(_resolvedFramebuffer);
        _gl.DeleteRenderbuffer(_samplesColor);
        _gl.DeleteRenderbuffer(_samplesDepth);
        _gl.DeleteTexture(_resolvedTexture);
    }

    private unsafe void Resize(int width, int height)
    {
        if (width == _width && height == _height) return;
        (_width, _height) = (width, height);
        var (w, h) = ((uint)width, (uint)height);
        _gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _samplesColor);
        _gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, Samples, InternalFormat.Rgba8, w, h);
        _gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _samplesDepth);
        _gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, Samples, InternalFormat.DepthComponent24, w, h);
        _gl.BindTexture(TextureTarget.Texture2D, _resolvedTexture);
        _gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.Rgba8, w, h, 0, PixelFormat.Rgba, PixelType.UnsignedByte, null);

        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _samplesFramebuffer);
        _gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, RenderbufferTarget.Renderbuffer, _samplesColor);
        _gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthAttachment, RenderbufferTarget.Renderbuffer, _samplesDepth);
        Check();
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _resolvedFramebuffer);
        _gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, _resolvedTexture, 0);
        Check();
    }

    private void Check()
    {
        var status = _gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete) throw new InvalidOperationException($"OpenGL refused a framebuffer of {_width} x {_height}: {status}.");
    }
}
