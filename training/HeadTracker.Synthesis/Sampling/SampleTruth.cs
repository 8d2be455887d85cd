using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>What is known of a rendered picture.</summary>
/// <param name="Index">The sample's number.</param>
/// <param name="Angles">The head's angles as seen at the face's centre, in the project's convention.</param>
/// <param name="Rotation">The same as a unit quaternion, head → view frame: the camera frame turned so that -z is the view ray to the face's centre.</param>
/// <param name="FaceCentre">Metres, camera frame.</param>
/// <param name="Camera">Through which the picture was seen.</param>
/// <param name="Landmarks">68 landmarks in pixels, iBUG's order; the head's own points, also where the face hides them.</param>
/// <param name="LandmarkBox">The smallest box about the landmarks.</param>
/// <param name="IdentityId">The same for all pictures of a person.</param>
/// <param name="Source">"makehuman" or "valid".</param>
/// <param name="Provenance">What the person wears and is made of.</param>
public sealed record SampleTruth(
    long Index,
    EulerAngles Angles,
    Quaternion Rotation,
    Vector3 FaceCentre,
    PinholeCamera Camera,
    Vector2[] Landmarks,
    FaceBox LandmarkBox,
    string IdentityId,
    string Source,
    string Provenance)
{
    /// <summary>Share of the inner landmarks, brows to lips, that hair, hands, things and the frame's edge leave to be seen;
    /// what turns away counts as seen.</summary>
    public float Visible { get; init; } = 1;

    /// <summary>Where the head turns about (<see cref="Heads.HeadRig.Pivot"/>), metres, camera frame.</summary>
    public required Vector3 Neck { get; init; }

    /// <summary>The 68 landmarks in metres, camera frame.</summary>
    public required IReadOnlyList<Vector3> LandmarkPoints { get; init; }

    /// <summary>See <see cref="Heads.Person.FaceSize"/>.</summary>
    public required float FaceSize { get; init; }

    /// <summary>The name of the environment map.</summary>
    public required string Scene { get; init; }

    public required FaceAttributes Attributes { get; init; }
}
