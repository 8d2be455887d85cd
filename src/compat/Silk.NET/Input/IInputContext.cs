namespace Silk.NET.Input;

public interface IInputContext : IDisposable
{
    nint Handle { get; }

    IReadOnlyList<IKeyboard> Keyboards { get; }
}
