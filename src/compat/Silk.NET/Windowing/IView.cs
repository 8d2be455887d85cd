using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IView : IViewProperties, IGLContextSource, IDisposable
{
    event Action<Vector2D<int>>? Resize;

    event Action<Vector2D<int>>? FramebufferResize;

    event Action? Closing;

    event Action<bool>? FocusChanged;

    event Action<double>? Render;

    nint Handle { get; }

    bool IsClosing { get; }

    Vector2D<int> FramebufferSize { get; }

    void Initialize();

    void Run(Action onFrame);

    void DoEvents();

    void ContinueEvents();

    void DoRender();

    void Close();

    void Reset();
}
