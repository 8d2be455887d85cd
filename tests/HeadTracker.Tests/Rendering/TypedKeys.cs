using System.Runtime.InteropServices;
using HeadTracker.Rendering.Glfw;
using static HeadTracker.Tests.Rendering.Xlib;

namespace HeadTracker.Tests.Rendering;

/// <summary>Types on a window as the X server would report it, so that the whole way from the system to the command is tested.</summary>
internal static partial class TypedKeys
{
    private const int KeyPress = 2, KeyRelease = 3;

    /// <param name="keySymbol">An X key symbol: a letter's is its small letter.</param>
    public static void Type(GlfwWindow window, nint keySymbol)
    {
        var display = XOpenDisplay(null);
        Assert.NotEqual(0, display);
        try
        {
            var target = glfwGetX11Window(window.Handle);
            foreach (var type in (ReadOnlySpan<int>)[KeyPress, KeyRelease])
            {
                // An XEvent is 24 longs; these are the fields of its XKeyEvent.
                var message = new KeyMessage { Type = type, Display = display, Window = target, KeyCode = XKeysymToKeycode(display, keySymbol),
                    SameScreen = 1 };
                Assert.NotEqual(0, XSendEvent(display, target, 0, 0, ref message));
            }

            _ = XSync(display, 0);
        }
        finally
        {
            _ = XCloseDisplay(display);
        }
    }

    [LibraryImport("libglfw.so.3")]
    private static partial nint glfwGetX11Window(nint window);

    [LibraryImport("libX11.so.6")]
    private static partial int XSendEvent(nint display, nint window, int propagate, nint mask, ref KeyMessage message);

    [StructLayout(LayoutKind.Sequential, Size = 192)]
    private struct KeyMessage
    {
        public nint Type;
        public nint Serial;
        public nint IsSent;
        public nint Display;
        public nint Window;
        public nint Root;
        public nint Subwindow;
        public nint Time;
        public int X, Y, RootX, RootY;
        public uint State;
        public uint KeyCode;
        public int SameScreen;
    }
}
