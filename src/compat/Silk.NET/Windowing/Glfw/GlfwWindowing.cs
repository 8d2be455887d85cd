namespace Silk.NET.Windowing.Glfw;

public static class GlfwWindowing
{
    /// <summary>The drop-in knows no platform but GLFW, which is always registered.</summary>
    public static void RegisterPlatform()
    {
    }
}
