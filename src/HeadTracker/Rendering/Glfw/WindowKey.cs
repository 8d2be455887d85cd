namespace HeadTracker.Rendering.Glfw;

/// <summary>The keys that mean something, with GLFW's numbers.</summary>
internal enum WindowKey
{
    Space = 32,
    F = 70,
    H = 72,
    P = 80,
    R = 82,
    S = 83,
    X = 88,
    Escape = 256,
}
