using HeadTracker.Geometry;

namespace HeadTracker.Results;

/// <summary>A face in a frame with its pose.</summary>
/// <param name="Id">The tracker's number for this person; stays the same while the face is followed.</param>
/// <param name="Box">Canonical face box in pixels of the frame.</param>
/// <param name="Score">The detector's score.</param>
/// <param name="Measured">The pose as estimated from this frame alone.</param>
/// <param name="Pose">The pose after the filter, in the camera frame; like <paramref name="Measured"/>, its place is the middle between the ears.</param>
/// <param name="Recentred">
/// The same of the neck's pivot, if there is one, against the pose that was made zero; of the same rotation as <paramref name="Pose"/> until then.
/// </param>
public readonly record struct FacePose(int Id, FaceBox Box, float Score, HeadPose Measured, HeadPose Pose, HeadPose Recentred)
{
    /// <summary>What is sent: <see cref="Recentred"/> through the user's response curves.</summary>
    public HeadPose Output { get; init; } = Recentred;

    /// <summary>
    /// Whether this is taken for a face whose pose can be believed. Otherwise it may be a thing that looks like a face, or a head that
    /// lies on its side or upside down: its pose neither recentres nor is sent unless asked for.
    /// </summary>
    public bool IsSure { get; init; } = true;

    /// <summary>A face of a single picture: nothing to filter, nothing to recentre.</summary>
    public FacePose(int id, FaceBox box, float score, HeadPose pose)
        : this(id, box, score, pose, pose, pose)
    {
    }
}

/// <summary>A face that was followed and is not seen in this frame. It has no pose: the last one is not repeated as if it were new.</summary>
/// <param name="Id">As <see cref="FacePose.Id"/>.</param>
/// <param name="Box">Where it was last.</param>
public readonly record struct LostFace(int Id, FaceBox Box);
