using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Stages;
using OpenCvSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Datasets;

/// <summary>What a trained stage says of faces, map by map, beside the truth where it is known.</summary>
public static class PredictionPictures
{
    private const int Tile = 112, Heading = 18, Quality = 82;

    private static readonly FaceTask[] Pictured =
        [FaceTask.Segmentation, FaceTask.Parts, FaceTask.Depth, FaceTask.Normals, FaceTask.Edges, FaceTask.Saliency];

    /// <summary>Faces below each other; to the right of each its maps, said and, of rendered ones, true. PNG or JPEG by the name's ending.</summary>
    /// <param name="path">The sheet.</param>
    /// <param name="trained">The network.</param>
    /// <param name="sets">Of the network's input size.</param>
    /// <param name="each">Faces of each set, evenly spread.</param>
    /// <exception cref="UserErrorException">The stage learns no map that can be drawn, or the file cannot be written.</exception>
    public static void Write(string path, TrainedTasks trained, IReadOnlyList<FaceSet> sets, int each)
    {
        (int Index, FaceTask Kind)[] tasks =
            [.. trained.Tasks.Index().Select(task => (task.Index, task.Item.Task.Kind)).Where(task => Pictured.Contains(task.Kind))];
        if (tasks.Length == 0)
            throw new UserErrorException($"The stage learns no map that can be drawn; give one with {string.Join(", ", Pictured.Select(Name))}.");
        var rows = sets.Sum(set => Math.Min(each, set.Count));
        using var sheet = new Mat(Heading + rows * Tile, (1 + 2 * tasks.Length) * Tile, MatType.CV_8UC3, Scalar.All(40));
        foreach (var (column, task) in tasks.Index())
        {
            Title(sheet, 1 + 2 * column, Name(task.Kind));
            Title(sheet, 2 + 2 * column, "true");
        }

        var row = 0;
        foreach (var set in sets)
        {
            using var maps = FaceMapSet.IsBeside(set) ? FaceMapSet.Open(set) : null;
            var count = Math.Min(each, set.Count);
            foreach (var face in set.InBatches(1).Where((_, i) => Enumerable.Range(0, count).Any(k => (long)k * set.Count / count == i)))
            {
                Draw(sheet, row++, trained, tasks, face, maps?.LabelsOf(face, []));
            }
        }

        if (!Cv2.ImWrite(path, sheet, new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality)))
            throw new UserErrorException($"{path} cannot be written; free some space or give another place.");
    }

    private static void Draw(Mat sheet, int row, TrainedTasks trained, (int Index, FaceTask Kind)[] tasks, FaceBatch face, MapBatch? truth)
    {
        var answers = trained.AnswersFor(face.Images);
        var surface = SurfaceIn(trained, answers);
        Paint(0, face.Images[0].to(ScalarType.Float32) / 255);
        foreach (var (column, task) in tasks.Index())
        {
            Paint(1 + 2 * column, PictureOf(task.Kind, Said(task.Kind, answers[task.Index]), surface));
            // Photos have maps without a surface in them, or none.
            if (truth is not null && truth.Surface().any().item<bool>())
                Paint(2 + 2 * column, PictureOf(task.Kind, True(task.Kind, truth), truth.Surface()[0]));
        }

        void Paint(int column, Tensor picture)
        {
            using var place = new Mat(sheet, new Rect(column * Tile, Heading + row * Tile, Tile, Tile));
            MapPictures.Paint(place, picture);
        }
    }

    /// <summary>Depth and normals are learnt on surfaces alone: elsewhere they are left out, as far as the network says where that is.</summary>
    private static Tensor SurfaceIn(TrainedTasks trained, IReadOnlyList<Tensor> answers)
    {
        foreach (var (index, task) in trained.Tasks.Index())
        {
            if (task.Task.Kind is FaceTask.Segmentation or FaceTask.Parts) return answers[index][0].argmax(0).gt(0).unsqueeze(0);
        }

        return ones(1, answers[0].shape[^1], answers[0].shape[^1], dtype: ScalarType.Bool);
    }

    /// <summary>(M, M) of classes, or (C, M, M) of numbers.</summary>
    private static Tensor Said(FaceTask task, Tensor answer) => task switch
    {
        FaceTask.Segmentation or FaceTask.Parts => answer[0].argmax(0),
        FaceTask.Normals => nn.functional.normalize(answer, dim: 1)[0],
        FaceTask.Depth => answer[0],
        _ => answer[0].sigmoid(),
    };

    private static Tensor True(FaceTask task, MapBatch maps) => task switch
    {
        FaceTask.Segmentation => maps.Segmentation()[0],
        FaceTask.Parts => maps.Parts[0],
        FaceTask.Depth => maps.Depth[0],
        FaceTask.Normals => maps.Normals[0],
        FaceTask.Edges => maps.Edges()[0],
        _ => maps.Saliency()[0],
    };

    private static Tensor PictureOf(FaceTask task, Tensor map, Tensor surface) => task switch
    {
        FaceTask.Segmentation => MapPictures.Coloured(map, Enum.GetValues<SegmentationClass>().Length),
        FaceTask.Parts => MapPictures.Coloured(map, FaceParts.Count),
        FaceTask.Depth => MapPictures.Depth(map, surface),
        FaceTask.Normals => MapPictures.Normals(map, surface),
        _ => map.expand(3, -1, -1),
    };

    private static string Name(FaceTask task) => new LearntTask(task).Name;

    private static void Title(Mat sheet, int column, string text) =>
        Cv2.PutText(sheet, text, new Point(column * Tile + 4, Heading - 5), HersheyFonts.HersheySimplex, 0.4, Scalar.All(230), 1, LineTypes.AntiAlias);
}
