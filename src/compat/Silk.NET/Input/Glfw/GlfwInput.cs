namespace Silk.NET.Input.Glfw;

public static class GlfwInput
{
    /// <summary>The drop-in knows no platform but GLFW, which is always registered.</summary>
    public static void RegisterPlatform()
    {
    }
}
