using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>
/// Where a frame is drawn: first into four samples per pixel with depth, for smooth and properly overlapping axes, then
/// resolved to one, on which the panels go and from which the window and pictures are filled.
/// </summary>
internal sealed class RenderTarget : IDisposable
{
    private const uint Samples = 4;

    private readonly GL _gl;
    private readonly uint _sceneFramebuffer, _sceneColor, _sceneDepth, _finalFramebuffer, _finalColor;

    public RenderTarget(GL gl)
    {
        _gl = gl;
        (_sceneFramebuffer, _finalFramebuffer) = (gl.GenFramebuffer(), gl.GenFramebuffer());
        (_sceneColor, _sceneDepth, _finalColor) = (gl.GenRenderbuffer(), gl.GenRenderbuffer(), gl.GenRenderbuffer());
    }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Makes the buffers this large; does nothing when they are.</summary>
    public void Resize(int width, int height)
    {
        if (width == Width && height == Height) return;
        (Width, Height) = (width, height);
        var (w, h) = ((uint)width, (uint)height);
        Allocate(_sceneColor, InternalFormat.Rgba8, Samples);
        Allocate(_sceneDepth, InternalFormat.DepthComponent24, Samples);
        Allocate(_finalColor, InternalFormat.Rgba8, 0);
        Attach(_sceneFramebuffer, (FramebufferAttachment.ColorAttachment0, _sceneColor), (FramebufferAttachment.DepthAttachment, _sceneDepth));
        Attach(_finalFramebuffer, (FramebufferAttachment.ColorAttachment0, _finalColor));

        void Allocate(uint buffer, InternalFormat format, uint samples)
        {
            _gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, buffer);
            if (samples == 0) _gl.RenderbufferStorage(RenderbufferTarget.Renderbuffer, format, w, h);
            else _gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, samples, format, w, h);
        }
    }

    /// <summary>Everything drawn from here goes into the samples.</summary>
    public void BeginScene()
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _sceneFramebuffer);
        _gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Resolves the samples; everything drawn from here goes onto the result.</summary>
    public void BeginPanels()
    {
        Copy(_sceneFramebuffer, _finalFramebuffer);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _finalFramebuffer);
        _gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Copies the result to the window.</summary>
    public void Present()
    {
        Copy(_finalFramebuffer, 0);
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
    }

    /// <summary>Reads the result, (Height, Width, 3) bytes in B G R, rows top to bottom.</summary>
    public unsafe byte[] Read()
    {
        var stride = Width * 3;
        var pixels = new byte[stride * Height];
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _finalFramebuffer);
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* p = pixels) _gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Bgr, PixelType.UnsignedByte, p);
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, 0);

        // OpenGL's first row is the bottom one.
        var row = new byte[stride];
        for (var y = 0; y < Height / 2; y++)
        {
            var top = pixels.AsSpan(y * stride, stride);
            var bottom = pixels.AsSpan((Height - 1 - y) * stride, stride);
            top.CopyTo(row);
            bottom.CopyTo(top);
            row.CopyTo(bottom);
        }

        return pixels;
    }

    public void Dispose()
    {
        _gl.DeleteFramebuffer(_sceneFramebuffer);
        _gl.DeleteFramebuffer(_finalFramebuffer);
        _gl.DeleteRenderbuffer(_sceneColor);
        _gl.DeleteRenderbuffer(_sceneDepth);
        _gl.DeleteRenderbuffer(_finalColor);
    }

    private void Attach(uint framebuffer, params ReadOnlySpan<(FramebufferAttachment Point, uint Buffer)> attachments)
    {
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        foreach (var (point, buffer) in attachments)
        {
            _gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, point, RenderbufferTarget.Renderbuffer, buffer);
        }

        var status = _gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete) throw new InvalidOperationException($"OpenGL refused a framebuffer of {Width} x {Height}: {status}.");
    }

    private void Copy(uint from, uint to)
    {
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, from);
        _gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, to);
        _gl.BlitFramebuffer(0, 0, Width, Height, 0, 0, Width, Height, ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Nearest);
    }
}
