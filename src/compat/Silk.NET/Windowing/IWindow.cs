namespace Silk.NET.Windowing;

public interface IWindow : IWindowProperties, IView
{
    new bool IsClosing { get; set; }
}
