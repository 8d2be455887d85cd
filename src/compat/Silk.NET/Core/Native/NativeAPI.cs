using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

public abstract class NativeAPI : NativeApiContainer
{
    protected NativeAPI(INativeContext ctx)
        : base(ctx)
    {
    }

    public INativeContext Context => Source;
}
