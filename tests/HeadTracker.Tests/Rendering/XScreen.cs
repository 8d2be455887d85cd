using System.Runtime.InteropServices;
using static HeadTracker.Tests.Rendering.Xlib;

namespace HeadTracker.Tests.Rendering;

/// <summary>An X screen as a desktop sets it up and sees it.</summary>
internal sealed partial class XScreen : IDisposable
{
    private const nint ResourceManager = 23, Text = 31;
    private readonly nint _display;

    public XScreen(string name)
    {
        _display = XOpenDisplay(name);
        Assert.NotEqual(0, _display);
    }

    /// <summary>What desktops set for displays with fine pixels.</summary>
    public void SetDotsPerInch(int value)
    {
        var resources = System.Text.Encoding.ASCII.GetBytes($"Xft.dpi:\t{value}\n");
        _ = XChangeProperty(_display, XDefaultRootWindow(_display), ResourceManager, Text, 8, 0, resources, resources.Length);
        _ = XSync(_display, 0);
    }

    /// <summary>Width and height of every window on the screen.</summary>
    public unsafe IReadOnlyList<(int Width, int Height)> Windows()
    {
        Assert.NotEqual(0, XQueryTree(_display, XDefaultRootWindow(_display), out _, out _, out var children, out var count));
        var sizes = new List<(int, int)>();
        foreach (var window in new ReadOnlySpan<nint>(children, (int)count))
        {
            if (XGetGeometry(_display, window, out _, out _, out _, out var width, out var height, out _, out _) != 0) sizes.Add(((int)width, (int)height));
        }

        if (children is not null) _ = XFree(children);
        return sizes;
    }

    public void Dispose() => _ = XCloseDisplay(_display);

    [LibraryImport("libX11.so.6")]
    private static partial nint XDefaultRootWindow(nint display);

    [LibraryImport("libX11.so.6")]
    private static partial int XChangeProperty(nint display, nint window, nint property, nint type, int format, int mode, byte[] data, int elements);

    [LibraryImport("libX11.so.6")]
    private static unsafe partial int XQueryTree(nint display, nint window, out nint root, out nint parent, out nint* children, out uint count);

    [LibraryImport("libX11.so.6")]
    private static partial int XGetGeometry(nint display, nint window, out nint root, out int x, out int y, out uint width, out uint height, out uint border,
        out uint depth);

    [LibraryImport("libX11.so.6")]
    private static unsafe partial int XFree(nint* data);
}
