using System.Numerics;

namespace HeadTracker.Synthesis.Lighting;

/// <summary>A light so far away that its rays are parallel.</summary>
/// <param name="Direction">Unit vector towards it, camera frame.</param>
/// <param name="Colour">Radiance that a white diffuse surface facing it sends back, linear RGB.</param>
/// <param name="Softness">Half-width of its shadows' edges, in metres on the head.</param>
public readonly record struct KeyLight(Vector3 Direction, Vector3 Colour, float Softness);

/// <summary>Everything that lights one picture.</summary>
/// <param name="Environment">Light from all sides.</param>
/// <param name="CameraToEnvironment">Turns directions of the camera frame into the map's.</param>
/// <param name="EnvironmentColour">Linear RGB factor on the map.</param>
/// <param name="Key">A light with shadows, or null.</param>
public sealed record LightRig(EnvironmentMap Environment, Quaternion CameraToEnvironment, Vector3 EnvironmentColour, KeyLight? Key)
{
    /// <summary>What of the map's diffuse light a surface reflects; see <see cref="SphericalHarmonics.Reflected(Vector3, float)"/>.</summary>
    public Vector3 Diffuse(Vector3 normal, float sharpness) =>
        Environment.Diffuse.Reflected(Vector3.Transform(normal, CameraToEnvironment), sharpness) * EnvironmentColour;

    /// <summary>Light that arrives from a direction of the camera frame, blurred to a mip level.</summary>
    public Vector3 Radiance(Vector3 direction, float level) =>
        Environment.Sample(Vector3.Transform(direction, CameraToEnvironment), level) * EnvironmentColour;
}
