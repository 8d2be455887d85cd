namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private nint _bindFramebuffer, _bindRenderbuffer, _blitFramebuffer, _checkFramebufferStatus, _deleteFramebuffers, _deleteRenderbuffers;
    private nint _framebufferRenderbuffer, _framebufferTexture2D, _genFramebuffers, _genRenderbuffers, _renderbufferStorage, _renderbufferStorageMultisample;

    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) =>
        ((delegate* unmanaged<FramebufferTarget, uint, void>)Entry(ref _bindFramebuffer, "glBindFramebuffer"))(target, framebuffer);

    public void BindRenderbuffer(RenderbufferTarget target, uint renderbuffer) =>
        ((delegate* unmanaged<RenderbufferTarget, uint, void>)Entry(ref _bindRenderbuffer, "glBindRenderbuffer"))(target, renderbuffer);

    public void BlitFramebuffer(int srcX0, int srcY0, int srcX1, int srcY1, int dstX0, int dstY0, int dstX1, int dstY1, ClearBufferMask mask, BlitFramebufferFilter filter) =>
        ((delegate* unmanaged<int, int, int, int, int, int, int, int, ClearBufferMask, BlitFramebufferFilter, void>)Entry(ref _blitFramebuffer, "glBlitFramebuffer"))(
            srcX0, srcY0, srcX1, srcY1, dstX0, dstY0, dstX1, dstY1, mask, filter);

    public GLEnum CheckFramebufferStatus(FramebufferTarget target) =>
        ((delegate* unmanaged<FramebufferTarget, GLEnum>)Entry(ref _checkFramebufferStatus, "glCheckFramebufferStatus"))(target);

    public void DeleteFramebuffer(uint framebuffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _deleteFramebuffers, "glDeleteFramebuffers"))(1, &framebuffers);

    public void DeleteRenderbuffer(uint renderbuffers) =>
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _deleteRenderbuffers, "glDeleteRenderbuffers"))(1, &renderbuffers);

    public void FramebufferRenderbuffer(FramebufferTarget target, FramebufferAttachment attachment, RenderbufferTarget renderbuffertarget, uint renderbuffer) =>
        ((delegate* unmanaged<FramebufferTarget, FramebufferAttachment, RenderbufferTarget, uint, void>)Entry(ref _framebufferRenderbuffer, "glFramebufferRenderbuffer"))(
            target, attachment, renderbuffertarget, renderbuffer);

    public void FramebufferTexture2D(FramebufferTarget target, FramebufferAttachment attachment, TextureTarget textarget, uint texture, int level) =>
        ((delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void>)Entry(ref _framebufferTexture2D, "glFramebufferTexture2D"))(
            target, attachment, textarget, texture, level);

    public uint GenFramebuffer()
    {
        uint framebuffer;
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _genFramebuffers, "glGenFramebuffers"))(1, &framebuffer);
        return framebuffer;
    }

    public uint GenRenderbuffer()
    {
        uint renderbuffer;
        ((delegate* unmanaged<uint, uint*, void>)Entry(ref _genRenderbuffers, "glGenRenderbuffers"))(1, &renderbuffer);
        return renderbuffer;
    }

    public void RenderbufferStorage(RenderbufferTarget target, InternalFormat internalformat, uint width, uint height) =>
        ((delegate* unmanaged<RenderbufferTarget, InternalFormat, uint, uint, void>)Entry(ref _renderbufferStorage, "glRenderbufferStorage"))(
            target, internalformat, width, height);

    public void RenderbufferStorageMultisample(RenderbufferTarget target, uint samples, InternalFormat internalformat, uint width, uint height) =>
        ((delegate* unmanaged<RenderbufferTarget, uint, InternalFormat, uint, uint, void>)Entry(ref _renderbufferStorageMultisample, "glRenderbufferStorageMultisample"))(
            target, samples, internalformat, width, height);
}
