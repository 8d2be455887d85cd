using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

/// <summary>Native functions, each looked up in a context when it is first called.</summary>
public abstract class NativeApiContainer : IDisposable
{
    private protected NativeApiContainer(INativeContext ctx) => Source = ctx;

    private protected INativeContext Source { get; }

    public void Dispose()
    {
        Source.Dispose();
        GC.SuppressFinalize(this);
    }
}
