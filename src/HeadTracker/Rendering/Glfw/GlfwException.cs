namespace HeadTracker.Rendering.Glfw;

/// <summary>What the window system said when it refused.</summary>
internal sealed class GlfwException(string message) : Exception(message);
