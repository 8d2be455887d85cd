using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IWindowProperties : IViewProperties
{
    new Vector2D<int> Size { get; set; }
}
