using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rendering;

/// <summary>What lies behind everything.</summary>
public interface IBackground
{
    /// <summary>Linear radiance seen along a unit ray of the camera frame, in the pixel it goes through.</summary>
    Vector3 Radiance(Vector3 ray, int x, int y);
}

/// <summary>Everything that one picture shows.</summary>
/// <param name="Camera">Size of the picture and field of view.</param>
/// <param name="Surfaces">In the camera frame.</param>
/// <param name="Lights">What lights them.</param>
/// <param name="Background">What lies behind.</param>
/// <param name="ShadowCentre">Where shadows matter: the middle of the head, in metres in the camera frame.</param>
public sealed record Scene(PinholeCamera Camera, IReadOnlyList<Surface> Surfaces, LightRig Lights, IBackground Background, Vector3 ShadowCentre);

/// <summary>The environment map itself, out of focus.</summary>
/// <param name="Lights">Whose map is seen.</param>
/// <param name="Blur">Angle of the blur in radians.</param>
public sealed class EnvironmentBackground(LightRig Lights, float Blur) : IBackground
{
    private readonly float _level = Lights.Environment.LevelFor(Blur);

    /// <summary>No lamp or sun in view is brighter than this; they would flare over the whole sensor otherwise.</summary>
    private static readonly Vector3 Brightest = new(12);

    public Vector3 Radiance(Vector3 ray, int x, int y) => Vector3.Min(Lights.Radiance(ray, _level), Brightest);
}
