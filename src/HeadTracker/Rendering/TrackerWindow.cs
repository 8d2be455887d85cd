using System.Runtime.InteropServices;
using HeadTracker.Rendering.Glfw;
using HeadTracker.Rendering.Typography;
using HeadTracker.Tracking;
using OpenCvSharp;
using Silk.NET.OpenGL;

namespace HeadTracker.Rendering;

/// <summary>The window: shows the newest snapshot that is handed over and reports what the person asks for.</summary>
/// <remarks>
/// Make it, run it and dispose it on the main thread; only <see cref="Close"/> may be called from others. The loop sleeps until
/// a snapshot is published or the window system has something to say, and draws only when what it shows has changed, at most
/// once per refresh of the screen. The application owns the slot and disposes it after the window.
/// </remarks>
public sealed class TrackerWindow : IDisposable
{
    private readonly Handover<TrackerSnapshot> _snapshots;
    private readonly GlfwWindow _window;
    private readonly SceneRenderer _scene;
    private TrackerSnapshot? _current;
    private bool _isStale = true;
    private volatile bool _closeRequested;

    /// <exception cref="UserErrorException">There is no display, or its driver is too old.</exception>
    public TrackerWindow(Handover<TrackerSnapshot> snapshots, string title)
    {
        _snapshots = snapshots;
        GlyphRasterizer.WarmUp();
        _window = Open(title);
        var gl = GL.GetApi(GlfwWindow.AddressOf);
        GraphicsName = $"OpenGL {gl.GetStringS(StringName.Version)}, {gl.GetStringS(StringName.Renderer)}";
        _scene = new SceneRenderer(gl);
        _window.Resized += () => _isStale = true;
        _window.FocusChanged += () => _isStale = true;
        _window.Closing += () => CommandRequested?.Invoke(TrackerCommand.Quit);
        _window.KeyPressed += Press;
        _snapshots.Arrived += GlfwWindow.Wake;
    }

    /// <summary>What the person asks for, on the window's thread. The window itself only acts on <see cref="TrackerCommand.Quit"/>: it closes.</summary>
    public event Action<TrackerCommand>? CommandRequested;

    /// <summary>OpenGL's version and the graphics card, as the driver says them.</summary>
    public string GraphicsName { get; }

    /// <summary>Whether the keys' explanation lies over the picture; H switches it.</summary>
    public bool ShowsHelp { get; private set; }

    /// <summary>Whether the panels lie over the picture; P switches them.</summary>
    public bool ShowsPanels { get; private set; } = true;

    internal GlfwWindow NativeWindow => _window;

    /// <summary>A frame is on the screen.</summary>
    internal event Action? Drawn;

    /// <summary>Where the picture lay in the last frame.</summary>
    internal VideoView View => _scene.View;

    /// <summary>Shows snapshots until the window is closed.</summary>
    public void Run()
    {
        while (!_window.IsClosing)
        {
            _window.DoEvents();
            if (_closeRequested) _window.Close();
            if (!_window.IsClosing) Update();
        }
    }

    /// <summary>Ends <see cref="Run"/>. Any thread may call it, also before Run.</summary>
    public void Close()
    {
        _closeRequested = true;
        GlfwWindow.Wake();
    }

    /// <summary>Saves what the window shows, in framebuffer pixels; the file's extension says the format.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void SaveScreenshot(string path)
    {
        var pixels = ReadPixels(out var width, out var height);
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        Marshal.Copy(pixels, 0, picture.Data, pixels.Length);
        if (!Cv2.ImWrite(path, picture))
        {
            throw new UserErrorException($"Cannot write the screenshot '{path}': check that its folder exists and may be written to.");
        }
    }

    public void Dispose()
    {
        _snapshots.Arrived -= GlfwWindow.Wake;
        _current?.Dispose();
        _current = null;
        _scene.Dispose();
        _window.Dispose();
    }

    /// <summary>Takes what was published and draws if anything has changed since the last frame; says whether it drew.</summary>
    internal bool Update()
    {
        if (_snapshots.TryTakeNow(out var newest))
        {
            _current?.Dispose();
            _current = newest;
            _scene.Upload(newest);
            _isStale = true;
        }

        // A minimised window has nothing to draw on.
        if (!_isStale || _window.FramebufferSize is not { Width: > 0, Height: > 0 }) return false;
        _isStale = false;
        _scene.Draw(Frame());
        _window.Show();
        Drawn?.Invoke();
        return true;
    }

    /// <summary>What a key does.</summary>
    internal void Press(WindowKey key)
    {
        if (key == WindowKey.H)
        {
            ShowsHelp = !ShowsHelp;
            _isStale = true;
        }
        else if (key == WindowKey.P)
        {
            ShowsPanels = !ShowsPanels;
            _isStale = true;
        }
        else if (key == WindowKey.Escape)
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

    private static TrackerCommand? CommandOf(WindowKey key) => key switch
    {
        WindowKey.R => TrackerCommand.Recentre,
        WindowKey.F => TrackerCommand.NextFilter,
        WindowKey.S => TrackerCommand.Screenshot,
        WindowKey.Space => TrackerCommand.TogglePause,
        _ => null,
    };

    private static GlfwWindow Open(string title)
    {
        try
        {
            return new GlfwWindow(title, 1280, 720);
        }
        catch (Exception e) when (e is GlfwException or DllNotFoundException)
        {
            var why = e is DllNotFoundException ? "GLFW (Debian: libglfw3) is not installed" : e.Message;
            throw new UserErrorException($"No window can be opened here; add --headless to run without one ({why}).");
        }
    }

    private SceneRenderer.Frame Frame()
    {
        var size = _window.FramebufferSize;
        return new SceneRenderer.Frame(_current, size.Width, size.Height, _window.ContentScale, ShowsHelp, ShowsPanels);
    }
}
