namespace Silk.NET.GLFW;

/// <summary>What GLFW's error callback reported.</summary>
public class GlfwException : Exception
{
    public GlfwException(string message)
        : base(message)
    {
    }
}
