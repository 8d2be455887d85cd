using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IViewProperties
{
    GraphicsAPI API { get; }

    Vector2D<int> Size { get; }

    bool ShouldSwapAutomatically { get; }

    bool IsEventDriven { get; set; }

    bool VSync { get; set; }
}
