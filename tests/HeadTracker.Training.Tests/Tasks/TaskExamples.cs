using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Tasks;

/// <summary>Labels of images of four pixels, whose maps have 2×2 cells, that one can work out by hand.</summary>
internal static class TaskExamples
{
    public const int Side = 2, ImageSide = 4;

    /// <summary>Of one sample: background, skin, hair, and a cell of which nothing is known.</summary>
    public static MapBatch One() => Of([0, (long)FacePart.JawLeft, (long)FacePart.Hair, -1]);

    /// <summary>Of one sample that shows these parts, surfaces 0.5 behind the centre and turned to the viewer.</summary>
    public static MapBatch Of(long[] parts)
    {
        var shown = tensor(parts, [1, Side, Side]);
        var surface = shown.gt(0).unsqueeze(1).to(ScalarType.Float32);
        var normals = zeros(1, 3, Side, Side);
        normals[.., 2..3] = surface;
        return new MapBatch(
            ImageSide, shown, surface * 0.5f, normals, ones(1), zeros(1, LandmarkBox.PointCount, 2), zeros(1, LandmarkBox.PointCount, dtype: ScalarType.Bool),
            zeros(1, LandmarkBox.PointCount, dtype: ScalarType.Bool), tensor([-1L]), zeros(1, FaceAttributes.Count),
            zeros(1, FaceAttributes.Count, dtype: ScalarType.Bool));
    }
}
