using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Evaluation.Adapters;
using OpenCvSharp;

namespace HeadTracker.Training.Labelling;

/// <summary>Asks a network about a photo and about its mirror image, and takes the middle: what it gets wrong by side cancels out.</summary>
/// <param name="network">Owned from here on.</param>
public sealed class MirroredTeacher(IPoseAdapter network) : IPoseAdapter
{
    public string Name => network.Name;

    public Quaternion? Estimate(Mat photo, FaceBox box)
    {
        if (network.Estimate(photo, box) is not { } seen) return null;
        using var mirrored = new Mat();
        Cv2.Flip(photo, mirrored, FlipMode.Y);
        var there = new FaceBox(photo.Width - box.Right, box.Y, box.Width, box.Height);
        return network.Estimate(mirrored, there) is { } other ? Quaternion.Slerp(seen, Mirror(other), 0.5f) : seen;
    }

    /// <summary>The pose of the mirror image: conjugation by diag(-1, 1, 1).</summary>
    public static Quaternion Mirror(Quaternion rotation) => new(rotation.X, -rotation.Y, -rotation.Z, rotation.W);

    public void Dispose() => network.Dispose();
}
