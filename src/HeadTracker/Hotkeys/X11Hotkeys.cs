using System.Runtime.InteropServices;

namespace HeadTracker.Hotkeys;

/// <summary>Hotkeys by XGrabKey on the root window, over a connection of their own.</summary>
internal sealed unsafe partial class X11Hotkeys : IDisposable
{
    private const int KeyPress = 2, KeyRelease = 3, Asynchronous = 1;
    private const uint CapsLock = 2, NumLock = 16, ShiftHeld = 1, ControlHeld = 4, AltHeld = 8, WinHeld = 64;
    private const string Library = "libX11.so.6";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // The library knows one handler for the whole process.
    private static readonly Lock Grabbing = new();
    private static int _refusals;

    private readonly IReadOnlyList<(Hotkey Key, Action Act)> _keys;
    private readonly Action<string> _warn;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;

    public X11Hotkeys(IReadOnlyList<(Hotkey Key, Action Act)> keys, Action<string> warn)
    {
        (_keys, _warn) = (keys, warn);
        _thread = Guard.NewThread("hotkeys", Listen, e => warn($"Hotkeys are heard no more: {Guard.Told(e)}"));
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Listen()
    {
        nint display;
        try
        {
            display = XOpenDisplay(null);
        }
        catch (DllNotFoundException)
        {
            display = 0;
        }

        if (display == 0)
        {
            _warn($"Hotkeys need an X display, and there is none here; bind '{CommandName.Typed} recentre' to a key in another way.");
            return;
        }

        try
        {
            var codes = new uint[_keys.Count];
            for (var i = 0; i < codes.Length; i++) codes[i] = Grab(display, _keys[i].Key);
            // A held key comes once, and is released once.
            _ = XkbSetDetectableAutoRepeat(display, 1, 0);
            var held = new HashSet<uint>();
            while (!_stop.WaitOne(Look))
            {
                while (XPending(display) > 0) Hear(display, codes, held);
            }
        }
        finally
        {
            _ = XCloseDisplay(display);
        }
    }

    private void Hear(nint display, uint[] codes, HashSet<uint> held)
    {
        _ = XNextEvent(display, out var happened);
        if (happened.Type == KeyRelease) held.Remove(happened.KeyCode);
        if (happened.Type != KeyPress || !held.Add(happened.KeyCode)) return;
        var state = happened.State & (ShiftHeld | ControlHeld | AltHeld | WinHeld);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] == happened.KeyCode && state == Held(_keys[i].Key.Modifiers)) _keys[i].Act();
        }
    }

    /// <returns>The key's code on this keyboard, or 0 when it is not heard, which has been told.</returns>
    private uint Grab(nint display, Hotkey key)
    {
        int code = XKeysymToKeycode(display, key.KeySymbol);
        if (code == 0)
        {
            _warn($"This keyboard has no key for {key.Text}; choose another one in the profile.");
            return 0;
        }

        int refusals;
        lock (Grabbing)
        {
            _refusals = 0;
            var before = XSetErrorHandler((nint)(delegate* unmanaged<nint, nint, int>)&Refused);
            // Whether the locks are on or off.
            foreach (var locks in (ReadOnlySpan<uint>)[0, CapsLock, NumLock, CapsLock | NumLock])
            {
                _ = XGrabKey(display, code, Held(key.Modifiers) | locks, XDefaultRootWindow(display), 0, Asynchronous, Asynchronous);
            }

            _ = XSync(display, 0);
            XSetErrorHandler(before);
            refusals = _refusals;
        }

        if (refusals == 0) return (uint)code;
        _warn($"The hotkey {key.Text} belongs to another program already; choose another one in the profile.");
        return 0;
    }

    private static uint Held(HotkeyModifiers modifiers) =>
        (modifiers.HasFlag(HotkeyModifiers.Shift) ? ShiftHeld : 0) | (modifiers.HasFlag(HotkeyModifiers.Ctrl) ? ControlHeld : 0)
            | (modifiers.HasFlag(HotkeyModifiers.Alt) ? AltHeld : 0) | (modifiers.HasFlag(HotkeyModifiers.Win) ? WinHeld : 0);

    // Without it the library ends the process.
    [UnmanagedCallersOnly]
    private static int Refused(nint display, nint error)
    {
        _refusals++;
        return 0;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint XOpenDisplay(string? name);

    [LibraryImport(Library)]
    private static partial int XCloseDisplay(nint display);

    [LibraryImport(Library)]
    private static partial nint XDefaultRootWindow(nint display);

    [LibraryImport(Library)]
    private static partial byte XKeysymToKeycode(nint display, nint symbol);

    [LibraryImport(Library)]
    private static partial int XGrabKey(nint display, int keyCode, uint modifiers, nint window, int ownerEvents, int pointerMode, int keyboardMode);

    [LibraryImport(Library)]
    private static partial int XSync(nint display, int discard);

    [LibraryImport(Library)]
    private static partial nint XSetErrorHandler(nint handler);

    [LibraryImport(Library)]
    private static partial int XPending(nint display);

    [LibraryImport(Library)]
    private static partial int XNextEvent(nint display, out KeyEvent happened);

    [LibraryImport(Library)]
    private static partial int XkbSetDetectableAutoRepeat(nint display, int detectable, nint supported);

    /// <summary>An XEvent is 24 longs; these are the fields of its XKeyEvent that count.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct KeyEvent
    {
        [FieldOffset(0)]
        public int Type;

        [FieldOffset(80)]
        public uint State;

        [FieldOffset(84)]
        public uint KeyCode;
    }
}
