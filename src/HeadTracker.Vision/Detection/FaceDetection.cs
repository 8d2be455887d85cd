using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>A face in an image.</summary>
/// <param name="Box">
/// The canonical face box in image pixels, whatever the detector: the tight box of the 68 landmarks (jaw line to brows) that pose
/// networks are trained on. It may reach beyond the image.
/// </param>
/// <param name="Score">The detector's own score, 0 to 1. Scores of different detectors do not compare.</param>
/// <param name="Keypoints">Eyes, nose tip, mouth and ears.</param>
public readonly record struct FaceDetection(FaceBox Box, float Score, FaceKeypoints Keypoints);
