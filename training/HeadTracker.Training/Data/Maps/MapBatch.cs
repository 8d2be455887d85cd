using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Data.Maps;

/// <summary>
/// Labels of B samples, for images of a side S, on one device; its tensors live in the dispose scope of whoever made it. Maps have M = S/2 cells a side
/// and cover just what the images show. A label that is not known is left out by a mask, or is -1.
/// </summary>
/// <param name="ImageSide">S in pixels.</param>
/// <param name="Parts">int64 (B, M, M): <see cref="FacePart"/>, -1 where nothing is known.</param>
/// <param name="Depth">float32 (B, 1, M, M): behind the face's centre along the view axis, in face sizes; 0 without a surface.</param>
/// <param name="Normals">float32 (B, 3, M, M): unit, view frame (x right, y up, z towards the viewer); 0 without a surface.</param>
/// <param name="FaceSize">float32 (B): metres; 0 without dense maps.</param>
/// <param name="Landmarks">float32 (B, 68, 2): x, y in pixels of the images, the centre of the top left pixel at (0, 0).</param>
/// <param name="LandmarksKnown">bool (B, 68).</param>
/// <param name="LandmarksVisible">bool (B, 68): known, inside the image, and with nothing before it as far as that is known (never of photos).</param>
/// <param name="Scene">int64 (B): index into the scenes that the batch was made with, -1 unknown.</param>
/// <param name="Attributes">float32 (B, A), 0 or 1, by the numbers of <see cref="FaceAttribute"/>.</param>
/// <param name="AttributesKnown">bool (B, A).</param>
public sealed record MapBatch(
    int ImageSide, Tensor Parts, Tensor Depth, Tensor Normals, Tensor FaceSize, Tensor Landmarks, Tensor LandmarksKnown, Tensor LandmarksVisible, Tensor Scene,
    Tensor Attributes, Tensor AttributesKnown)
{
    /// <summary>int64 (B, classes): what each <see cref="SegmentationClass"/> is labelled as, to make labels wrong on purpose; null leaves them.</summary>
    public Tensor? ClassOf { get; init; }

    /// <summary>int64 (B, M, M): 1 where something moves soon, 0 where not, -1 where that is not known; null where no sample is a clip's frame.</summary>
    public Tensor? Motion { get; init; }

    /// <summary>Cells across the maps.</summary>
    public int Side => (int)Parts.shape[2];

    /// <summary>As they are stored.</summary>
    /// <param name="maps">B samples of sets of one size.</param>
    /// <param name="storedSize">Side of their stored images in pixels.</param>
    /// <param name="scenes">What scenes are numbered by: the union of the headers' scenes.</param>
    /// <param name="device">Where the batch is used.</param>
    public static MapBatch Of(IReadOnlyList<FaceMaps> maps, int storedSize, IReadOnlyList<string> scenes, Device device)
    {
        var (count, side, points, attributes) = (maps.Count, FaceMaps.SideFor(storedSize), LandmarkBox.PointCount, FaceAttributes.Count);
        var cells = side * side;
        var (parts, depth, normals, sizes) = (new long[count * cells], new float[count * cells], new float[count * 3 * cells], new float[count]);
        var (landmarks, known, visible) = (new float[count * points * 2], new bool[count * points], new bool[count * points]);
        var (scene, set, setKnown) = (new long[count], new float[count * attributes], new bool[count * attributes]);
        for (var i = 0; i < count; i++)
        {
            var one = maps[i];
            for (var c = 0; c < cells; c++) parts[i * cells + c] = one.Parts is null || one.Parts[c] == FaceParts.Unknown ? -1 : (long)one.Parts[c];
            for (var c = 0; c < one.Depth.Length; c++) depth[i * cells + c] = one.Depth[c] / (float)FaceMaps.DepthSteps;
            for (var c = 0; c < one.Normals.Length; c++) normals[3 * i * cells + c] = one.Normals[c] / (float)FaceMaps.NormalSteps;
            (sizes[i], scene[i]) = (one.FaceSize, IndexOf(scenes, one.Scene));
            for (var p = 0; p < points && one.Landmarks is not null; p++)
            {
                (landmarks[2 * (i * points + p)], landmarks[2 * (i * points + p) + 1]) = (one.Landmarks[p].X, one.Landmarks[p].Y);
                known[i * points + p] = true;
                var inside = Inside(one.Landmarks[p].X, storedSize) && Inside(one.Landmarks[p].Y, storedSize);
                visible[i * points + p] = inside && one.Visible?[p] != false;
            }

            for (var a = 0; a < attributes; a++)
            {
                var value = one.Attributes[(FaceAttribute)a];
                (set[i * attributes + a], setKnown[i * attributes + a]) = (value == true ? 1 : 0, value is not null);
            }
        }

        return new MapBatch(
            storedSize,
            tensor(parts, [count, side, side], device: device),
            tensor(depth, [count, 1, side, side], device: device),
            nn.functional.normalize(tensor(normals, [count, 3, side, side], device: device)),
            tensor(sizes, device: device),
            tensor(landmarks, [count, points, 2], device: device),
            tensor(known, [count, points], device: device),
            tensor(visible, [count, points], device: device),
            tensor(scene, device: device),
            tensor(set, [count, attributes], device: device),
            tensor(setKnown, [count, attributes], device: device))
        {
            Motion = MotionOf(maps, side, device),
        };
    }

    /// <summary>Hands all tensors on to the dispose scope outside of the present one.</summary>
    internal MapBatch MoveToOuterDisposeScope()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)
            [Parts, Depth, Normals, FaceSize, Landmarks, LandmarksKnown, LandmarksVisible, Scene, Attributes, AttributesKnown])
        {
            tensor.MoveToOuterDisposeScope();
        }

        Motion?.MoveToOuterDisposeScope();
        return this;
    }

    private static Tensor? MotionOf(IReadOnlyList<FaceMaps> maps, int side, Device device)
    {
        if (maps.All(one => one.Motion is null)) return null;
        var unknown = Enumerable.Repeat((sbyte)-1, side * side).ToArray();
        return tensor(maps.SelectMany(one => one.Motion ?? unknown).Select(cell => (long)cell).ToArray(), [maps.Count, side, side], device: device);
    }

    private static bool Inside(float at, int side) => at >= -0.5f && at < side - 0.5f;

    private static int IndexOf(IReadOnlyList<string> scenes, string name)
    {
        for (var i = 0; i < scenes.Count; i++)
        {
            if (scenes[i] == name) return i;
        }

        return -1;
    }
}
