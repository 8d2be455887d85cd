using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>A framebuffer beside the window's own, for frames that are read back: a window's pixels are undefined once it has shown them.</summary>
internal sealed class PictureTarget : IDisposable
{
    private readonly GL _gl;
    private readonly uint _color;
    private readonly int _width, _height;

    public PictureTarget(GL gl, int width, int height)
    {
        (_gl, _width, _height) = (gl, width, height);
        Framebuffer = gl.GenFramebuffer();
        _color = gl.GenRenderbuffer();
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, _color);
        gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, InternalFormat.Rgba8, (uint)width, (uint)height);
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, Framebuffer);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, RenderbufferTarget.Renderbuffer, _color);
    }

    public uint Framebuffer { get; }

    /// <summary>What was drawn, (height, width, 3) bytes in B G R, rows top to bottom.</summary>
    public unsafe byte[] Read()
    {
        var stride = _width * 3;
        var pixels = new byte[stride * _height];
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, Framebuffer);
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* p = pixels) _gl.ReadPixels(0, 0, (uint)_width, (uint)_height, PixelFormat.Bgr, PixelType.UnsignedByte, p);

        // OpenGL's first row is the bottom one.
        var row = new byte[stride];
        for (var y = 0; y < _height / 2; y++)
        {
            var top = pixels.AsSpan(y * stride, stride);
            var bottom = pixels.AsSpan((_height - 1 - y) * stride, stride);
            top.CopyTo(row);
            bottom.CopyTo(top);
            row.CopyTo(bottom);
        }

        return pixels;
    }

    public void Dispose()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
        _gl.DeleteFramebuffer(Framebuffer);
        _gl.DeleteRenderbuffer(_color);
    }
}
