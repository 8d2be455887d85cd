using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

/// <summary>The OpenGL context that GLFW made with a window.</summary>
internal sealed class GlfwContext(GlfwWindow window) : IGLContext
{
    public nint Handle => window.Handle;

    public IGLContextSource Source => window;

    public bool IsCurrent => Handle != 0 && Native.glfwGetCurrentContext() == Handle;

    public void SwapInterval(int interval) => Native.glfwSwapInterval(interval);

    public void SwapBuffers() => Native.glfwSwapBuffers(Handle);

    public void MakeCurrent() => Native.glfwMakeContextCurrent(Handle);

    public void Clear()
    {
        if (IsCurrent) Native.glfwMakeContextCurrent(0);
    }

    public nint GetProcAddress(string proc, int? slot = null) =>
        TryGetProcAddress(proc, out var address) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = null) => (addr = Native.glfwGetProcAddress(proc)) != 0;

    // The window owns the context.
    public void Dispose()
    {
    }
}
