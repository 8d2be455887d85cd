using System.Text.Json.Serialization;

namespace HeadTracker.Contract;

/// <summary>In which form a network tells a pose.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoseOutputKind>))]
public enum PoseOutputKind
{
    /// <summary>A distribution over classes for each angle: three tensors (N, bins).</summary>
    Bins,

    /// <summary>Three angles: one tensor (N, 3), or three of (N, 1) or (N).</summary>
    Angles,

    /// <summary>A rotation matrix, row by row: one tensor (N, 3, 3) or (N, 9).</summary>
    Matrix,

    /// <summary>The matrix's first two columns, neither orthogonal nor of length 1 (Zhou et al. 2019): one tensor (N, 6).</summary>
    SixD,
}

/// <summary>An angle of a head.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoseAngle>))]
public enum PoseAngle
{
    /// <summary>As <see cref="Geometry.EulerAngles.Yaw"/>.</summary>
    [JsonStringEnumMemberName("yaw")]
    Yaw,

    /// <summary>As <see cref="Geometry.EulerAngles.Pitch"/>.</summary>
    [JsonStringEnumMemberName("pitch")]
    Pitch,

    /// <summary>As <see cref="Geometry.EulerAngles.Roll"/>.</summary>
    [JsonStringEnumMemberName("roll")]
    Roll,
}

/// <summary>What a network's rotation matrix stands for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MatrixMeaning>))]
public enum MatrixMeaning
{
    /// <summary>Rz(roll) · Ry(yaw) · Rx(pitch) of 300W-LP's angles, as 6DRepNet was trained: its angles packed, not a head's rotation.</summary>
    PackedAngles,

    /// <summary>Head → camera, y down and z away from the camera for both, as in OpenCV.</summary>
    YDown,

    /// <summary>Head → camera, y up and z towards the viewer for both, as in this program.</summary>
    YUp,
}
