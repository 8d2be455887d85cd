using System.Numerics;
using HeadTracker.Serialization;

namespace HeadTracker.Response;

/// <summary>The point of the head whose place is told: where the neck turns it, so that looking around is not moving about.</summary>
/// <remarks>Centimetres in the head frame, from the middle between the ears, which is where estimators place a head.</remarks>
public sealed record PivotSettings
{
    /// <summary>Along the head; negative is down the neck.</summary>
    [Setting("Centimetres up from the middle between the ears to the point whose place is sent; below 0 for the neck, about which heads turn.",
        Minimum = -30, Maximum = 30)]
    public float Up { get; init; } = -7;

    /// <summary>Towards the nose; negative is towards the back of the head.</summary>
    [Setting("The same towards the nose. With 0 and 0 the middle between the ears is sent.", Minimum = -30, Maximum = 30)]
    public float Ahead { get; init; } = -4.5f;

    /// <summary>The middle between the ears.</summary>
    public static PivotSettings None { get; } = new() { Up = 0, Ahead = 0 };

    /// <summary>In metres, head frame.</summary>
    internal Vector3 Point => new Vector3(0, Up, Ahead) / 100;
}
