using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>One face of a <see cref="TrackerSnapshot"/>.</summary>
/// <param name="Id">The tracker's number for this person; stays the same while the face is followed.</param>
/// <param name="Box">Face box in pixels of the snapshot's image.</param>
/// <param name="Pose">Where the axes are drawn: the filtered pose in the camera frame. Confidence comes with it.</param>
/// <param name="Angles">The numbers shown, in degrees: the pose's own angles, or those against the recentred zero.</param>
/// <param name="IsLost">The face is no longer seen; its box may be shown as the last place, its pose and angles are not drawn.</param>
public readonly record struct TrackedFace(int Id, FaceBox Box, HeadPose Pose, EulerAngles Angles, bool IsLost = false);
