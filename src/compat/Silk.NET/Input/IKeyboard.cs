namespace Silk.NET.Input;

public interface IKeyboard : IInputDevice
{
    /// <summary>The keyboard, the key and its scan code. A held key comes once.</summary>
    event Action<IKeyboard, Key, int>? KeyDown;
}
