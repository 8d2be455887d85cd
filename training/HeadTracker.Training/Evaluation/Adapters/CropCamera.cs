using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>The camera that datasets' photos, crops of unknown cameras, are taken for.</summary>
internal static class CropCamera
{
    /// <summary>A face 14 cm wide seen from 1 m: what perspective does to a face at the usual distances, whatever the photo was cut to.</summary>
    private const float FaceWidth = 0.14f, Distance = 1;

    public static PinholeCamera Of(Mat photo, FaceBox box) => new(photo.Width, photo.Height, box.Width * Distance / FaceWidth);
}
