using Silk.NET.GLFW;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Windowing;

public static class Window
{
    /// <exception cref="PlatformNotSupportedException">GLFW is not installed.</exception>
    /// <exception cref="GlfwException">There is no display.</exception>
    public static IWindow Create(WindowOptions options)
    {
        if (!GlfwLibrary.IsPresent)
        {
            throw new PlatformNotSupportedException("Couldn't find a suitable window platform: GLFW (Debian: libglfw3) is not installed.");
        }

        return new GlfwWindow(options);
    }
}
