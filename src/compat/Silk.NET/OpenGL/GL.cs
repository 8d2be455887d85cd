using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.OpenGL;

/// <summary>OpenGL's functions, called through the pointers that the context hands out. Only valid while the context is current.</summary>
public unsafe partial class GL : NativeAPI
{
    public GL(INativeContext ctx)
        : base(ctx)
    {
    }

    private nint _getError, _getString;

    public static GL GetApi(IGLContextSource contextSource) =>
        new(contextSource.GLContext ?? throw new InvalidOperationException("The view has no OpenGL context: initialise the window first."));

    public GLEnum GetError() => ((delegate* unmanaged<GLEnum>)Entry(ref _getError, "glGetError"))();

    public byte* GetString(StringName name) => ((delegate* unmanaged<StringName, byte*>)Entry(ref _getString, "glGetString"))(name);

    public string? GetStringS(StringName name) => Marshal.PtrToStringUTF8((nint)GetString(name));

    private nint Entry(ref nint slot, string name) => slot != 0 ? slot : slot = Context.GetProcAddress(name);
}
