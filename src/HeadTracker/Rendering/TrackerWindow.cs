using System.Runtime.InteropServices;
using OpenCvSharp;
using Silk.NET.GLFW;
using Silk.NET.Input;
using Silk.NET.Input.Glfw;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace HeadTracker.Rendering;

/// <summary>The window: shows the newest snapshot of a slot and reports what the person asks for.</summary>
/// <remarks>
/// Make it, run it and dispose it on the main thread; only <see cref="Close"/> may be called from others. The loop sleeps until
/// a snapshot is published or the window system has something to say, and draws only when what it shows has changed, at most
/// once per refresh of the screen. The application owns the slot and disposes it after the window.
/// </remarks>
public sealed class TrackerWindow : IDisposable
{
    private readonly LatestSlot<TrackerSnapshot> _snapshots;
    private readonly IWindow _window;
    private readonly IInputContext _input;
    private readonly SceneRenderer _scene;
    private TrackerSnapshot? _current;
    private bool _isStale = true;
    private volatile bool _closeRequested;

    /// <exception cref="UserErrorException">There is no display, or its driver is too old.</exception>
    public TrackerWindow(LatestSlot<TrackerSnapshot> snapshots, string title)
    {
        _snapshots = snapshots;
        _window = Open(title);
        var gl = GL.GetApi(_window);
        GraphicsName = $"OpenGL {gl.GetStringS(StringName.Version)}, {gl.GetStringS(StringName.Renderer)}";
        _scene = new SceneRenderer(gl);
        _window.Render += _ => _scene.Draw(Frame());
        _window.FramebufferResize += _ => _isStale = true;
        _window.FocusChanged += _ => _isStale = true;
        _window.Closing += () => CommandRequested?.Invoke(TrackerCommand.Quit);
        _input = _window.CreateInput();
        foreach (var keyboard in _input.Keyboards) keyboard.KeyDown += (_, key, _) => Press(key);
        _snapshots.Published += _window.ContinueEvents;
    }

    /// <summary>What the person asks for, on the window's thread. The window itself only acts on <see cref="TrackerCommand.Quit"/>: it closes.</summary>
    public event Action<TrackerCommand>? CommandRequested;

    /// <summary>OpenGL's version and the graphics card, as the driver says them.</summary>
    public string GraphicsName { get; }

    /// <summary>Whether the keys' explanation lies over the picture; H switches it.</summary>
    public bool ShowsHelp { get; private set; }

    internal IWindow NativeWindow => _window;

    /// <summary>Where the picture lay in the last frame.</summary>
    internal VideoView View => _scene.View;

    /// <summary>Shows snapshots until the window is closed.</summary>
    public void Run() => _window.Run(() =>
    {
        _window.DoEvents();
        if (_closeRequested) _window.Close();
        if (!_window.IsClosing) Update();
    });

    /// <summary>Ends <see cref="Run"/>. Any thread may call it, also before Run.</summary>
    public void Close()
    {
        _closeRequested = true;
        _window.ContinueEvents();
    }

    /// <summary>Saves what the window shows, in framebuffer pixels; the file's extension says the format.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void SaveScreenshot(string path)
    {
        var pixels = ReadPixels(out var width, out var height);
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        Marshal.Copy(pixels, 0, picture.Data, pixels.Length);
        if (!Cv2.ImWrite(path, picture)) throw new UserErrorException($"Cannot write the screenshot '{path}': check that its folder exists and may be written to.");
    }

    public void Dispose()
    {
        _snapshots.Published -= _window.ContinueEvents;
        _current?.Dispose();
        _current = null;
        _scene.Dispose();
        _input.Dispose();
        _window.Reset();
        _window.Dispose();
    }

    /// <summary>Takes what was published and draws if anything has changed since the last frame; says whether it drew.</summary>
    internal bool Update()
    {
        if (_snapshots.TryTake() is { } newest)
        {
            _current?.Dispose();
            _current = newest;
            _scene.Upload(newest);
            _isStale = true;
        }

        // A minimised window has nothing to draw on.
        if (!_isStale || _window.FramebufferSize is not { X: > 0, Y: > 0 }) return false;
        _isStale = false;
        _window.DoRender();
        return true;
    }

    /// <summary>What a key does.</summary>
    internal void Press(Key key)
    {
        if (key == Key.H)
        {
            ShowsHelp = !ShowsHelp;
            _isStale = true;
        }
        else if (key == Key.Escape)
        {
            _window.Close();
        }
        else if (CommandOf(key) is { } command)
        {
            CommandRequested?.Invoke(command);
        }
    }

    /// <summary>What the window shows, (height, width, 3) bytes in B G R, rows top to bottom.</summary>
    internal byte[] ReadPixels(out int width, out int height)
    {
        var frame = Frame();
        (width, height) = (frame.Width, frame.Height);
        return _scene.Read(frame);
    }

    private static TrackerCommand? CommandOf(Key key) => key switch
    {
        Key.R => TrackerCommand.Recentre,
        Key.F => TrackerCommand.NextFilter,
        Key.S => TrackerCommand.Screenshot,
        Key.Space => TrackerCommand.TogglePause,
        _ => null,
    };

    private static IWindow Open(string title)
    {
        GlfwWindowing.RegisterPlatform();
        GlfwInput.RegisterPlatform();
        var options = WindowOptions.Default with
        {
            Title = title,
            Size = new Vector2D<int>(1280, 720),
            API = new GraphicsAPI(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3)),
            VSync = true,
            IsEventDriven = true,
        };
        try
        {
            var window = Window.Create(options);
            window.Initialize();
            return window;
        }
        catch (Exception e) when (e is NotSupportedException or GlfwException or AggregateException)
        {
            throw new UserErrorException($"No window can be opened here; add --headless to run without one ({e.Message}).");
        }
    }

    private SceneRenderer.Frame Frame()
    {
        var size = _window.FramebufferSize;
        return new SceneRenderer.Frame(_current, size.X, size.Y, (float)size.X / Math.Max(1, _window.Size.X), ShowsHelp);
    }
}
