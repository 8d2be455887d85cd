using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: errors (native/error.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_last_error(out int line, out nint function, out nint message, out nint file);
}
