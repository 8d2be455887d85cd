using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

/// <summary>
/// Carries GLFW's callbacks to the window they are for. What a handler throws must not cross the native frames, so it waits
/// until <see cref="GlfwWindow.DoEvents"/> is back in managed code.
/// </summary>
internal static unsafe class GlfwCallbacks
{
    private static readonly Dictionary<nint, GlfwWindow> Windows = [];
    private static ExceptionDispatchInfo? _pending;

    public static void Attach(GlfwWindow window)
    {
        Windows[window.Handle] = window;
        Native.glfwSetWindowSizeCallback(window.Handle, &Resized);
        Native.glfwSetFramebufferSizeCallback(window.Handle, &FramebufferResized);
        Native.glfwSetWindowCloseCallback(window.Handle, &Closed);
        Native.glfwSetWindowFocusCallback(window.Handle, &Focused);
        Native.glfwSetKeyCallback(window.Handle, &KeyChanged);
    }

    public static void Detach(GlfwWindow window) => Windows.Remove(window.Handle);

    public static void ThrowPending()
    {
        var pending = _pending;
        _pending = null;
        pending?.Throw();
    }

    [UnmanagedCallersOnly]
    private static void Resized(nint window, int width, int height)
    {
        try
        {
            Windows.GetValueOrDefault(window)?.OnResize(width, height);
        }
        catch (Exception e)
        {
            _pending ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly]
    private static void FramebufferResized(nint window, int width, int height)
    {
        try
        {
            Windows.GetValueOrDefault(window)?.OnFramebufferResize(width, height);
        }
        catch (Exception e)
        {
            _pending ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly]
    private static void Closed(nint window)
    {
        try
        {
            Windows.GetValueOrDefault(window)?.OnClosing();
        }
        catch (Exception e)
        {
            _pending ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly]
    private static void Focused(nint window, int focused)
    {
        try
        {
            Windows.GetValueOrDefault(window)?.OnFocus(focused != 0);
        }
        catch (Exception e)
        {
            _pending ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly]
    private static void KeyChanged(nint window, int key, int scanCode, int action, int modifiers)
    {
        try
        {
            Windows.GetValueOrDefault(window)?.OnKey(key, scanCode, action);
        }
        catch (Exception e)
        {
            _pending ??= ExceptionDispatchInfo.Capture(e);
        }
    }
}
