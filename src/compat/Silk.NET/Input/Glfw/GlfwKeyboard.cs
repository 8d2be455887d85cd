using Silk.NET.GLFW;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed class GlfwKeyboard : IKeyboard
{
    private readonly GlfwWindow _window;

    public GlfwKeyboard(GlfwWindow window)
    {
        _window = window;
        window.KeyAction += OnKey;
    }

    public event Action<IKeyboard, Key, int>? KeyDown;

    public string Name => "Silk.NET Keyboard (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public void Detach() => _window.KeyAction -= OnKey;

    // Key's numbers are GLFW's.
    private void OnKey(int key, int scanCode, int action)
    {
        if (action == Native.Press) KeyDown?.Invoke(this, (Key)key, scanCode);
    }
}
