using HeadTracker.Training.Tests.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Datasets;

/// <summary>
/// The papers' originals as their authors unzip them and as DATA.md says, with a few faces each: names, files and folders are the real ones, the
/// pictures are noise.
/// </summary>
internal static class PaperOriginals
{
    /// <summary>A yaw that is labelled beyond the papers' range but looks like 9°, as AFLW2000 has some.</summary>
    private const double TurnedOver = -351;

    public static readonly string[] TestSubjects = ["subject0108", "subject0109", "subject0111"];

    public static void Write(TemporaryFolder folder, string root)
    {
        Write300WLp(folder, root);
        WriteAflw2000(folder, root);
        WriteAflw(folder, root);
        WriteBiwi(folder, root);
        foreach (var subject in TestSubjects.Concat(["subject0000", "subject0003", "subject0005", "subject0006"]))
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "subject0003.h5"), folder.PathOf($"{root}/xgaze_224/train/{subject}.h5"));
    }

    private static void Write300WLp(TemporaryFolder folder, string root)
    {
        foreach (var set in new[] { "AFW", "AFW_Flip", "HELEN" }) WritePose(folder, $"{root}/300W_LP/{set}/{set[..3]}_134212_1_0", "pt2d", yaw: 30);
        // Landmarks alone and code, which the archive brings too.
        folder.Write($"{root}/300W_LP/landmarks/AFW/AFW_134212_1_0_pts.mat", "no sample");
        folder.Write($"{root}/300W_LP/Code/main.m", "no sample");
        folder.Write($"{root}/300W_LP.json", """
            {"AFW/AFW_134212_1_0.jpg": [{"bbox": [-10, 8, 60, 70]}], "AFW_Flip/AFW_134212_1_0.jpg": [{"bbox": [20, 8, 90, 70]}],
             "HELEN/HEL_134212_1_0.jpg": [{"bbox": [15, 15, 60, 70]}]}
            """);
    }

    private static void WriteAflw2000(TemporaryFolder folder, string root)
    {
        WritePose(folder, $"{root}/AFLW2000/image00002", "pt3d_68", yaw: -20);
        WritePose(folder, $"{root}/AFLW2000/image00004", "pt3d_68", yaw: TurnedOver);
        folder.Write($"{root}/AFLW2000.json", """{"image00002.jpg": [{"bbox": [10, 8, 60, 70]}], "image00004.jpg": [{"bbox": [20, 8, 90, 70]}]}""");
    }

    /// <summary>Two faces of one photo, one of which tests and one of which trains, as for 140 of the real photos.</summary>
    private static void WriteAflw(TemporaryFolder folder, string root)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "aflw-sample.sqlite"), folder.PathOf($"{root}/AFLW/aflw.sqlite"));
        WritePhoto(folder, $"{root}/AFLW/data/flickr/0/image00002.jpg");
        folder.Write($"{root}/AFLW.json", """
            {"0/image00002.jpg": [{"bbox": [10, 8, 60, 70], "faceid": 39341, "type": "test"}, {"bbox": [30, 8, 80, 70], "faceid": 39342, "type": "train"}]}
            """);
    }

    private static void WriteBiwi(TemporaryFolder folder, string root)
    {
        foreach (var video in new[] { "01", "06" })
        {
            WritePhoto(folder, $"{root}/BIWI/hpdb/{video}/frame_00004_rgb.png");
            folder.Write($"{root}/BIWI/hpdb/{video}/frame_00004_pose.txt",
                "0.98 0.11 0.162 \n-0.11 0.994 -0.007 \n-0.162 -0.011 0.987 \n\n43.4 -30.7 906.9 \n");
        }

        folder.Write($"{root}/BIWI.json", """
            {"01/frame_00004_rgb.png": [{"bbox": [10, 8, 60, 70], "type": "train"}], "06/frame_00004_rgb.png": [{"bbox": [10, 8, 60, 70], "type": "test"}]}
            """);
    }

    private static void WritePose(TemporaryFolder folder, string stem, string points, double yaw)
    {
        double[] landmarks = [.. Enumerable.Range(0, 136).Select(k => (double)(20 + k * 7 % 40))];
        var pose = MatFileTests.Matrix("Pose_Para", [1, 3], [0.1, yaw * Math.PI / 180, 0.2], bigEndian: false, compressed: true);
        File.WriteAllBytes(folder.PathOf(stem + ".mat"),
            [.. pose, .. MatFileTests.Matrix(points, [2, 68], landmarks, bigEndian: false, compressed: false).AsSpan(128)]);
        WritePhoto(folder, stem + ".jpg");
    }

    private static void WritePhoto(TemporaryFolder folder, string name)
    {
        using var photo = new Mat(90, 100, MatType.CV_8UC3);
        Cv2.Randu(photo, Scalar.All(0), Scalar.All(256));
        Assert.True(Cv2.ImWrite(folder.PathOf(name), photo));
    }
}
