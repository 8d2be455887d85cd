using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

/// <summary>The one keyboard that GLFW tells of.</summary>
internal sealed class GlfwInputContext : IInputContext
{
    private readonly GlfwKeyboard _keyboard;

    public GlfwInputContext(GlfwWindow window)
    {
        Handle = window.Handle;
        _keyboard = new GlfwKeyboard(window);
        Keyboards = [_keyboard];
    }

    public nint Handle { get; }

    public IReadOnlyList<IKeyboard> Keyboards { get; }

    public void Dispose() => _keyboard.Detach();
}
