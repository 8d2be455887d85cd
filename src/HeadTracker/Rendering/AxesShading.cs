using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>How the axes are lit, the same on the GPU and in software: one lamp above the viewer's left shoulder.</summary>
internal static class AxesShading
{
    /// <summary>Direction to the lamp in the camera frame.</summary>
    public static readonly Vector3 Lamp = Vector3.Normalize(new Vector3(-0.45f, 0.6f, 0.85f));

    /// <summary>The function <c>shade(vec3 normal, vec3 color)</c> for a fragment shader with the uniform <c>lamp</c>.</summary>
    public const string Glsl = """
        vec3 shade(vec3 normal, vec3 color) {
            float diffuse = max(dot(normal, lamp), 0.0);
            float gloss = pow(max(dot(normal, normalize(lamp + vec3(0.0, 0.0, 1.0))), 0.0), 48.0);
            return min(color * (0.5 + 0.55 * diffuse) + vec3(0.38 * gloss), vec3(1.0));
        }
        """;

    private static readonly Vector3 Half = Vector3.Normalize(Lamp + Vector3.UnitZ);

    public static Vector3 Shade(Vector3 normal, Vector3 color)
    {
        var diffuse = MathF.Max(Vector3.Dot(normal, Lamp), 0);
        // The 48th power by multiplication: this runs for every sample.
        var gloss = MathF.Max(Vector3.Dot(normal, Half), 0);
        gloss *= gloss * gloss;
        gloss *= gloss;
        gloss *= gloss;
        gloss *= gloss;
        gloss *= gloss;
        return Vector3.Min(color * (0.5f + 0.55f * diffuse) + new Vector3(0.38f * gloss), Vector3.One);
    }
}
