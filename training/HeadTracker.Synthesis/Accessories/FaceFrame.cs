using System.Numerics;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>Where things are on one face, in its rest frame: what accessories are fitted to.</summary>
/// <param name="Landmarks">68 points in metres, as posed, brought back to the rest frame.</param>
/// <param name="Crown">The highest point of the skull.</param>
/// <param name="HalfWidth">Half the skull's width above the ears.</param>
/// <param name="Back">z of the skull's rearmost point.</param>
public sealed record FaceFrame(IReadOnlyList<Vector3> Landmarks, Vector3 Crown, float HalfWidth, float Back)
{
    /// <summary>Centre of the eye on the picture's left at zero pose (the person's right), metres.</summary>
    public Vector3 LeftEye => Mean(36, 6);

    /// <summary>Centre of the other eye.</summary>
    public Vector3 RightEye => Mean(42, 6);

    /// <summary>The nose's bridge, where glasses rest.</summary>
    public Vector3 Bridge => Vector3.Lerp(Landmarks[27], Landmarks[28], 0.45f);

    /// <summary>In front of the ear on the picture's left.</summary>
    public Vector3 LeftEar => Landmarks[0] + new Vector3(-0.004f, 0.004f, -0.022f);

    public Vector3 RightEar => Landmarks[16] + new Vector3(0.004f, 0.004f, -0.022f);

    private Vector3 Mean(int first, int count)
    {
        var sum = Vector3.Zero;
        for (var i = first; i < first + count; i++) sum += Landmarks[i];
        return sum / count;
    }
}
