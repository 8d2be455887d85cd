using System.Diagnostics;
using Silk.NET.Core.Contexts;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

/// <summary>A window of GLFW. All members but <see cref="Close"/> and <see cref="ContinueEvents"/> belong to the thread that made it.</summary>
internal sealed class GlfwWindow : IWindow
{
    private readonly Stopwatch _sinceRender = new();
    private readonly GlfwContext _context;
    private WindowOptions _options;
    private bool _swapIntervalChanged = true;

    public GlfwWindow(WindowOptions options)
    {
        _options = options;
        _context = new GlfwContext(this);
        GlfwLibrary.EnsureStarted();
    }

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    public event Action<double>? Render;

    /// <summary>Key code and action (press, release or repeat) with its scan code, as GLFW gives them.</summary>
    public event Action<int, int, int>? KeyAction;

    public nint Handle { get; private set; }

    public IGLContext? GLContext => Handle == 0 || API.API is ContextAPI.None or ContextAPI.Vulkan ? null : _context;

    public GraphicsAPI API => _options.API;

    public bool ShouldSwapAutomatically => _options.ShouldSwapAutomatically;

    public bool IsEventDriven
    {
        get => _options.IsEventDriven;
        set => _options.IsEventDriven = value;
    }

    public bool VSync
    {
        get => _options.VSync;
        set => (_options.VSync, _swapIntervalChanged) = (value, true);
    }

    public Vector2D<int> Size
    {
        get
        {
            if (Handle == 0) return _options.Size;
            Native.glfwGetWindowSize(Handle, out var width, out var height);
            return new Vector2D<int>(width, height);
        }
        set
        {
            _options.Size = value;
            if (Handle != 0) Native.glfwSetWindowSize(Handle, value.X, value.Y);
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            if (Handle == 0) return default;
            Native.glfwGetFramebufferSize(Handle, out var width, out var height);
            return new Vector2D<int>(width, height);
        }
    }

    public bool IsClosing
    {
        get => Handle == 0 || Native.glfwWindowShouldClose(Handle) != 0;
        set
        {
            if (Handle != 0) Native.glfwSetWindowShouldClose(Handle, value ? 1 : 0);
        }
    }

    public void Initialize()
    {
        if (Handle != 0) return;
        Native.glfwDefaultWindowHints();
        Native.glfwWindowHint(Native.Visible, _options.IsVisible ? 1 : 0);
        Native.glfwWindowHint(Native.ContextVersionMajor, API.Version.MajorVersion);
        Native.glfwWindowHint(Native.ContextVersionMinor, API.Version.MinorVersion);
        Native.glfwWindowHint(Native.OpenGLForwardCompat, API.Flags.HasFlag(ContextFlags.ForwardCompatible) ? 1 : 0);
        Native.glfwWindowHint(Native.OpenGLDebugContext, API.Flags.HasFlag(ContextFlags.Debug) ? 1 : 0);
        Native.glfwWindowHint(Native.OpenGLProfile, API.Profile == ContextProfile.Core ? Native.CoreProfile : Native.CompatProfile);
        Handle = Native.glfwCreateWindow(_options.Size.X, _options.Size.Y, _options.Title, 0, 0);
        GlfwLibrary.ThrowReported();
        GlfwCallbacks.Attach(this);
        _context.MakeCurrent();
        GlfwLibrary.ThrowReported();
        _sinceRender.Restart();
    }

    public void Run(Action onFrame)
    {
        while (!IsClosing) onFrame();
    }

    public void DoEvents()
    {
        if (IsEventDriven) Native.glfwWaitEvents();
        else Native.glfwPollEvents();
        GlfwCallbacks.ThrowPending();
        GlfwLibrary.ThrowReported();
    }

    public void ContinueEvents() => Native.glfwPostEmptyEvent();

    public void DoRender()
    {
        var elapsed = _sinceRender.Elapsed.TotalSeconds;
        if (!_context.IsCurrent) _context.MakeCurrent();
        if (_swapIntervalChanged)
        {
            _context.SwapInterval(VSync ? 1 : 0);
            _swapIntervalChanged = false;
        }

        _sinceRender.Restart();
        Render?.Invoke(elapsed);
        if (ShouldSwapAutomatically) _context.SwapBuffers();
    }

    public void Close()
    {
        IsClosing = true;
        Closing?.Invoke();
    }

    public void Reset()
    {
        if (Handle == 0) return;
        GlfwCallbacks.Detach(this);
        Native.glfwDestroyWindow(Handle);
        Handle = 0;
        _swapIntervalChanged = true;
    }

    public void Dispose() => Reset();

    internal void OnResize(int width, int height) => Resize?.Invoke(new Vector2D<int>(width, height));

    internal void OnFramebufferResize(int width, int height) => FramebufferResize?.Invoke(new Vector2D<int>(width, height));

    internal void OnClosing() => Closing?.Invoke();

    internal void OnFocus(bool focused) => FocusChanged?.Invoke(focused);

    internal void OnKey(int key, int scanCode, int action) => KeyAction?.Invoke(key, scanCode, action);
}
