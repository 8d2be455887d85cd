using Silk.NET.Input.Glfw;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input;

public static class InputWindowExtensions
{
    public static IInputContext CreateInput(this IView view) =>
        view is GlfwWindow { Handle: not 0 } window
            ? new GlfwInputContext(window)
            : throw new PlatformNotSupportedException("Couldn't find a suitable input platform for this view: is the window initialised?");
}
