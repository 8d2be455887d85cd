namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private nint _blendFuncSeparate, _clear, _clearColor, _cullFace, _disable, _enable;
    private nint _pixelStore, _readPixels, _scissor, _viewport;

    public void BlendFuncSeparate(BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha, BlendingFactor dfactorAlpha) =>
        ((delegate* unmanaged<BlendingFactor, BlendingFactor, BlendingFactor, BlendingFactor, void>)Entry(ref _blendFuncSeparate, "glBlendFuncSeparate"))(
            sfactorRGB, dfactorRGB, sfactorAlpha, dfactorAlpha);

    public void Clear(ClearBufferMask mask) => ((delegate* unmanaged<ClearBufferMask, void>)Entry(ref _clear, "glClear"))(mask);

    public void ClearColor(float red, float green, float blue, float alpha) =>
        ((delegate* unmanaged<float, float, float, float, void>)Entry(ref _clearColor, "glClearColor"))(red, green, blue, alpha);

    public void CullFace(GLEnum mode) => ((delegate* unmanaged<GLEnum, void>)Entry(ref _cullFace, "glCullFace"))(mode);

    public void Disable(EnableCap cap) => ((delegate* unmanaged<EnableCap, void>)Entry(ref _disable, "glDisable"))(cap);

    public void Enable(EnableCap cap) => ((delegate* unmanaged<EnableCap, void>)Entry(ref _enable, "glEnable"))(cap);

    public void PixelStore(PixelStoreParameter pname, int param) =>
        ((delegate* unmanaged<PixelStoreParameter, int, void>)Entry(ref _pixelStore, "glPixelStorei"))(pname, param);

    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void>)Entry(ref _readPixels, "glReadPixels"))(
            x, y, width, height, format, type, pixels);

    public void Scissor(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Entry(ref _scissor, "glScissor"))(x, y, width, height);

    public void Viewport(int x, int y, uint width, uint height) =>
        ((delegate* unmanaged<int, int, uint, uint, void>)Entry(ref _viewport, "glViewport"))(x, y, width, height);
}
