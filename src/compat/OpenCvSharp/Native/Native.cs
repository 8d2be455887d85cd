using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace OpenCvSharp;

/// <summary>The C shim over the system's OpenCV. A call returns 0, or 1 with the error kept for <see cref="Check"/>.</summary>
internal static partial class Native
{
    private const string Library = "OpenCvSharpExtern";

    /// <exception cref="OpenCVException">The call failed in OpenCV.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int status)
    {
        if (status != 0) ThrowLastError();
    }

    /// <summary>Takes over a C++ string that the shim made.</summary>
    public static string TakeString(nint text)
    {
        _ = cvs_string_read(text, out var bytes, out var length);
        var result = Marshal.PtrToStringUTF8(bytes, length);
        _ = cvs_string_delete(text);
        return result;
    }

    private static void ThrowLastError()
    {
        var code = cvs_last_error(out var line, out var function, out var message, out var file);
        static string Text(nint p) => Marshal.PtrToStringUTF8(p) ?? "";
        throw new OpenCVException((ErrorCode)code, Text(function), Text(message), Text(file), line);
    }
}
