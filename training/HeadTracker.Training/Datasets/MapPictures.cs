using System.Runtime.InteropServices;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;
using Point = OpenCvSharp.Point;
using Scalar = OpenCvSharp.Scalar;
using Size = OpenCvSharp.Size;

namespace HeadTracker.Training.Datasets;

/// <summary>Pictures of label maps, to be looked at before anything is trained with them.</summary>
public static class MapPictures
{
    private const int Rows = 8, Tile = 180, Caption = 16;

    /// <summary>Face sizes behind the face's centre that are black; as many before it are white.</summary>
    private const float DepthRange = 1.2f;

    /// <summary>What augmentation may do to a face: every second row shows it.</summary>
    private static readonly GeometricTransform Changed = new(Flip: true, 15, ShiftX: 0.05f, ShiftY: -0.05f, Scale: 1.1f);

    private static readonly Scalar Seen = new(80, 255, 80), Hidden = new(60, 60, 255);

    /// <summary>Gives finished maps their name and writes their sheet, NAME-maps.png.</summary>
    /// <param name="maps">All samples of the set are in it.</param>
    /// <param name="pack">The finished set.</param>
    /// <exception cref="UserErrorException">A file cannot be written.</exception>
    public static void Finish(MapWriter maps, string pack)
    {
        using var set = new PackReader(pack);
        maps.Complete(set);
        using var reader = new MapReader(set);
        WriteSheet(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(pack))!, Path.GetFileNameWithoutExtension(pack) + "-maps.png"), set, reader);
    }

    /// <summary>
    /// Some samples spread over a set, two rows each, as stored and as a flip and a turn make it: image, classes, parts, depth, normals, edges with the
    /// head, offsets (of clips, blue where something moves), landmarks (green where they are seen, red where not).
    /// </summary>
    public static void WriteSheet(string png, PackReader set, MapReader maps)
    {
        var samples = Math.Min(Rows, set.Count);
        using var sheet = new Mat(2 * samples * (Tile + Caption), 8 * Tile, MatType.CV_8UC3, Scalar.All(40));
        for (var i = 0; i < samples; i++)
        {
            using var scope = NewDisposeScope();
            var row = (int)((long)i * set.Count / samples);
            var (side, header) = (set.Header.StoredSize, set.Header);
            var image = tensor(set.ImageAt(row), [1, side, side, 3]).permute(0, 3, 1, 2);
            var known = maps.Read(row);
            var stored = MapBatch.Of([known], side, maps.Header.Scenes, CPU);
            float[] aspects = [set.Labels[row].Aspect];
            Draw(sheet, 2 * i, image, stored, CaptionOf(row, known));
            Draw(sheet, 2 * i + 1, GeometricSampler.Sample(image, [Changed], aspects, header.InputSize),
                MapSampler.Sample(stored, [Changed], aspects, header.InputSize), "flipped, turned by 15 degrees, moved");
        }

        if (!Cv2.ImWrite(png, sheet)) throw new UserErrorException($"{png} cannot be written; free some space or give another place.");
    }

    private static void Draw(Mat sheet, int row, Tensor image, MapBatch maps, string caption)
    {
        var rgb = image[0].to(ScalarType.Float32) / 255;
        var surface = maps.Surface()[0];
        Tensor[] pictures =
        [
            rgb,
            Coloured(maps.Segmentation()[0], Enum.GetValues<SegmentationClass>().Length),
            Coloured(maps.Parts[0], FaceParts.Count),
            (0.5 - maps.Depth[0] / (2 * DepthRange)).clamp(0, 1).mul(surface).expand(3, -1, -1),
            ((maps.Normals[0] + 1) / 2).mul(surface),
            cat([maps.Saliency()[0] * 0.35, maps.Edges()[0], maps.Edges()[0]]),
            cat([(maps.Offsets()[0] / maps.Side + 0.5).mul(surface), maps.Motion is { } motion ? motion.narrow(0, 0, 1).eq(1) : zeros_like(maps.Depth[0])]),
            rgb,
        ];
        for (var column = 0; column < pictures.Length; column++)
        {
            using var place = new Mat(sheet, new Rect(column * Tile, row * (Tile + Caption), Tile, Tile));
            Paint(place, pictures[column]);
            if (column == pictures.Length - 1) Mark(place, maps);
        }

        Cv2.PutText(sheet, caption, new Point(4, row * (Tile + Caption) + Tile + 12), HersheyFonts.HersheySimplex, 0.4, Scalar.All(230), 1,
            LineTypes.AntiAlias);
    }

    /// <summary>float32 (3, H, W), RGB from 0 to 1, into a tile; cells stay to be seen.</summary>
    private static void Paint(Mat place, Tensor picture)
    {
        using var bytes = (picture.flip(0) * 255).clamp(0, 255).to(ScalarType.Byte).permute(1, 2, 0).contiguous();
        using var mat = new Mat((int)bytes.shape[0], (int)bytes.shape[1], MatType.CV_8UC3);
        Marshal.Copy(bytes.bytes.ToArray(), 0, mat.Data, (int)bytes.numel());
        Cv2.Resize(mat, place, new Size(Tile, Tile), 0, 0, InterpolationFlags.Nearest);
    }

    private static void Mark(Mat place, MapBatch maps)
    {
        var (points, known, visible) = (maps.Landmarks[0].data<float>().ToArray(), maps.LandmarksKnown[0].data<bool>().ToArray(),
            maps.LandmarksVisible[0].data<bool>().ToArray());
        var scale = Tile / (float)maps.ImageSide;
        for (var i = 0; i < known.Length; i++)
        {
            var at = new Point((int)((points[2 * i] + 0.5f) * scale), (int)((points[2 * i + 1] + 0.5f) * scale));
            if (known[i]) Cv2.Circle(place, at, 2, visible[i] ? Seen : Hidden, -1);
        }
    }

    /// <summary>A colour per number, far apart in hue; black for 0, grey where nothing is known.</summary>
    private static Tensor Coloured(Tensor numbers, int count)
    {
        var colours = new float[3 * count];
        for (var i = 1; i < count; i++)
        {
            for (var c = 0; c < 3; c++) colours[3 * i + c] = 0.55f + 0.45f * MathF.Cos(2 * MathF.PI * (7f * i / count + c / 3f));
        }

        var painted = tensor(colours, [count, 3])[numbers.clamp_min(0)].permute(2, 0, 1);
        return where(numbers.lt(0).unsqueeze(0), 0.3f, painted);
    }

    private static string CaptionOf(int row, FaceMaps maps)
    {
        var has = Enum.GetValues<FaceAttribute>().Where(attribute => maps.Attributes[attribute] == true);
        return $"{row}: {string.Join(' ', [maps.Scene, .. has.Select(attribute => $"{attribute}")])}";
    }
}
