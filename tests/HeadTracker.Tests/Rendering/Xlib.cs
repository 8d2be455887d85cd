using System.Runtime.InteropServices;

namespace HeadTracker.Tests.Rendering;

/// <summary>What tests that look at an X screen, or press keys on it, all need of its library.</summary>
internal static partial class Xlib
{
    private const string Library = "libX11.so.6";

    /// <param name="name">Null for the one of the process.</param>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint XOpenDisplay(string? name);

    [LibraryImport(Library)]
    public static partial int XCloseDisplay(nint display);

    [LibraryImport(Library)]
    public static partial int XSync(nint display, int discard);

    [LibraryImport(Library)]
    public static partial byte XKeysymToKeycode(nint display, nint symbol);
}
