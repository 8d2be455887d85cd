using System.Runtime.InteropServices;
using System.Text;

namespace Silk.NET.GLFW;

/// <summary>GLFW started once for the process, and its errors turned into exceptions.</summary>
internal static unsafe class GlfwLibrary
{
    private static readonly StringBuilder Errors = new();
    private static readonly Lazy<bool> Started = new(Start);

    /// <summary>Whether the library is there at all; a missing display shows only when it starts.</summary>
    public static bool IsPresent
    {
        get
        {
            try
            {
                Native.glfwSetErrorCallback(&Report);
                return true;
            }
            catch (DllNotFoundException)
            {
                return false;
            }
        }
    }

    /// <exception cref="GlfwException">There is no display, or GLFW cannot use it.</exception>
    public static void EnsureStarted()
    {
        if (Started.Value) return;
        ThrowReported();
        throw new GlfwException("GLFW failed to initialise: is there a display?");
    }

    /// <summary>Throws what the error callback has collected since the last call.</summary>
    public static void ThrowReported()
    {
        if (Errors.Length == 0) return;
        var message = Errors.ToString();
        Errors.Clear();
        throw new GlfwException(message);
    }

    private static bool Start()
    {
        Native.glfwSetErrorCallback(&Report);
        return Native.glfwInit() != 0;
    }

    // An exception must not cross the native frames below, so that errors wait here until the call has returned.
    [UnmanagedCallersOnly]
    private static void Report(int code, byte* description)
    {
        if (Errors.Length > 0) Errors.Append("; ");
        Errors.Append(Marshal.PtrToStringUTF8((nint)description)).Append(" (0x").Append(code.ToString("X")).Append(')');
    }
}
