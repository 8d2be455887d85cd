using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace HeadTracker.Rendering.Glfw;

/// <summary>A window with an OpenGL 3.3 core context, by GLFW. All members but <see cref="Wake"/> and <see cref="Close"/>
/// belong to the thread that made it.</summary>
internal sealed unsafe class GlfwWindow : IDisposable
{
    private static readonly Dictionary<nint, GlfwWindow> Windows = [];
    private static readonly StringBuilder Errors = new();
    private static readonly Lazy<bool> Started = new(() => GlfwLibrary.glfwInit() != 0);
    // What a handler throws must not cross the native frames, so it waits until DoEvents is back in managed code.
    private static ExceptionDispatchInfo? _pending;

    /// <exception cref="DllNotFoundException">GLFW is not installed.</exception>
    /// <exception cref="GlfwException">There is no display, or its driver is too old.</exception>
    public GlfwWindow(string title, int width, int height)
    {
        GlfwLibrary.glfwSetErrorCallback(&Report);
        if (!Started.Value)
        {
            ThrowReported();
            throw new GlfwException("GLFW does not start: is there a display?");
        }

        GlfwLibrary.glfwDefaultWindowHints();
        GlfwLibrary.glfwWindowHint(GlfwLibrary.ContextVersionMajor, 3);
        GlfwLibrary.glfwWindowHint(GlfwLibrary.ContextVersionMinor, 3);
        GlfwLibrary.glfwWindowHint(GlfwLibrary.OpenGLForwardCompat, 1);
        GlfwLibrary.glfwWindowHint(GlfwLibrary.OpenGLProfile, GlfwLibrary.CoreProfile);
        // As large to the eye on every display: systems that count in pixels would show a small window where these are small.
        GlfwLibrary.glfwWindowHint(GlfwLibrary.ScaleToMonitor, 1);
        Handle = GlfwLibrary.glfwCreateWindow(width, height, title, 0, 0);
        ThrowReported();
        Windows[Handle] = this;
        GlfwLibrary.glfwSetFramebufferSizeCallback(Handle, &FramebufferResized);
        GlfwLibrary.glfwSetWindowContentScaleCallback(Handle, &ScaleChanged);
        GlfwLibrary.glfwSetWindowCloseCallback(Handle, &CloseAsked);
        GlfwLibrary.glfwSetWindowFocusCallback(Handle, &Focused);
        GlfwLibrary.glfwSetKeyCallback(Handle, &KeyChanged);
        GlfwLibrary.glfwMakeContextCurrent(Handle);
        GlfwLibrary.glfwSwapInterval(1);
        ThrowReported();
    }

    public event Action? Resized, FocusChanged, Closing;

    /// <summary>A key went down; a held one comes once.</summary>
    public event Action<WindowKey>? KeyPressed;

    /// <summary>GLFW's window; 0 when it is gone.</summary>
    public nint Handle { get; private set; }

    /// <summary>Whether <see cref="DoEvents"/> sleeps until there is something.</summary>
    public bool WaitsForEvents { get; set; } = true;

    public bool IsClosing => Handle == 0 || GlfwLibrary.glfwWindowShouldClose(Handle) != 0;

    public (int Width, int Height) Size
    {
        get
        {
            GlfwLibrary.glfwGetWindowSize(Handle, out var width, out var height);
            return (width, height);
        }
        set => GlfwLibrary.glfwSetWindowSize(Handle, value.Width, value.Height);
    }

    public (int Width, int Height) FramebufferSize
    {
        get
        {
            GlfwLibrary.glfwGetFramebufferSize(Handle, out var width, out var height);
            return (width, height);
        }
    }

    /// <summary>Pixels of the framebuffer per point, of which 96 (macOS: 72) are an inch to the eye: 2 on a display of 192 dpi.</summary>
    public float ContentScale
    {
        get
        {
            GlfwLibrary.glfwGetWindowContentScale(Handle, out var scale, out _);
            return scale > 0 ? scale : 1;
        }
    }

    public static nint AddressOf(string function) => GlfwLibrary.glfwGetProcAddress(function);

    public void DoEvents()
    {
        if (WaitsForEvents) GlfwLibrary.glfwWaitEvents();
        else GlfwLibrary.glfwPollEvents();
        var pending = _pending;
        _pending = null;
        pending?.Throw();
        ThrowReported();
    }

    /// <summary>Lets <see cref="DoEvents"/> return.</summary>
    public static void Wake() => GlfwLibrary.glfwPostEmptyEvent();

    public void Show() => GlfwLibrary.glfwSwapBuffers(Handle);

    public void Close()
    {
        GlfwLibrary.glfwSetWindowShouldClose(Handle, 1);
        Closing?.Invoke();
    }

    public void Dispose()
    {
        if (Handle == 0) return;
        Windows.Remove(Handle);
        GlfwLibrary.glfwDestroyWindow(Handle);
        Handle = 0;
    }

    private static void ThrowReported()
    {
        if (Errors.Length == 0) return;
        var message = Errors.ToString();
        Errors.Clear();
        throw new GlfwException(message);
    }

    [UnmanagedCallersOnly]
    private static void Report(int code, byte* description)
    {
        if (Errors.Length > 0) Errors.Append("; ");
        Errors.Append(Marshal.PtrToStringUTF8((nint)description)).Append(" (0x").Append(code.ToString("X")).Append(')');
    }

    [UnmanagedCallersOnly]
    private static void FramebufferResized(nint window, int width, int height) => Tell(window, to => to.Resized?.Invoke());

    [UnmanagedCallersOnly]
    private static void ScaleChanged(nint window, float x, float y) => Tell(window, to => to.Resized?.Invoke());

    [UnmanagedCallersOnly]
    private static void CloseAsked(nint window) => Tell(window, to => to.Closing?.Invoke());

    [UnmanagedCallersOnly]
    private static void Focused(nint window, int focused) => Tell(window, to => to.FocusChanged?.Invoke());

    [UnmanagedCallersOnly]
    private static void KeyChanged(nint window, int key, int scanCode, int action, int modifiers)
    {
        if (action == GlfwLibrary.Press) Tell(window, to => to.KeyPressed?.Invoke((WindowKey)key));
    }

    private static void Tell(nint window, Action<GlfwWindow> what)
    {
        try
        {
            if (Windows.TryGetValue(window, out var to)) what(to);
        }
        catch (Exception e)
        {
            _pending ??= ExceptionDispatchInfo.Capture(e);
        }
    }
}
