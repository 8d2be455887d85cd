namespace Silk.NET.Windowing;

public struct GraphicsAPI
{
    public GraphicsAPI(ContextAPI api, ContextProfile profile, ContextFlags flags, APIVersion apiVersion)
    {
        API = api;
        Profile = profile;
        Flags = flags;
        Version = apiVersion;
    }

    public static GraphicsAPI Default { get; } =
        new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));

    public ContextAPI API { get; set; }

    public ContextProfile Profile { get; set; }

    public ContextFlags Flags { get; set; }

    public APIVersion Version { get; set; }
}
