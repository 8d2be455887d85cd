using System.Text.Json;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Tests;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class FrameFolderTests
{
    [SharedFact(TestScenes.Avatars)]
    public void Frames_come_back_with_their_maps_and_landmarks()
    {
        var folder = Path.Combine(Path.GetTempPath(), "headtracker-" + Guid.NewGuid().ToString("N"));
        try
        {
            using var sample = new SampleRenderer(TestScenes.Assets, new RenderOptions(5) { FrameSize = 96 }).Render(0, withMaps: true);
            using (var frames = new FrameFolder(folder)) frames.Add(sample);

            using var picture = Cv2.ImRead(Path.Combine(folder, "000000.png"));
            Assert.Equal(sample.Picture.At<Vec3b>(40, 50), picture.At<Vec3b>(40, 50));
            using var classes = Cv2.ImRead(Path.Combine(folder, "000000-segmentation.png"), ImreadModes.Unchanged);
            using var depth = Cv2.ImRead(Path.Combine(folder, "000000-depth.png"), ImreadModes.Unchanged);
            for (var y = 0; y < 96; y++)
            {
                for (var x = 0; x < 96; x++)
                {
                    var (expected, metres) = (sample.Segmentation![y * 96 + x], sample.Depth![y * 96 + x]);
                    Assert.Equal(expected, (SegmentationClass)classes.At<byte>(y, x));
                    if (expected == SegmentationClass.Background) Assert.Equal(0, depth.At<ushort>(y, x));
                    else Assert.Equal(metres, depth.At<ushort>(y, x) / 10_000f, 0.0001f);
                }
            }

            using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "truth.jsonl")));
            Assert.Equal(68, truth.RootElement.GetProperty("landmarks").GetArrayLength());
            Assert.Equal(sample.Truth.Landmarks[30].X, truth.RootElement.GetProperty("landmarks")[30][0].GetSingle());
            var rows = File.ReadAllLines(Path.Combine(folder, "landmarks68.csv"));
            Assert.Equal(2, rows.Length);
            Assert.Equal(1 + 2 * 68, rows[1].Split(',').Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Crops reach beyond the face; with room kept for them they do not reach beyond the frame.</summary>
    [SharedFact(TestScenes.Avatars)]
    public void Faces_lie_where_their_surroundings_are_in_the_frame()
    {
        const float Surroundings = 1.5f;
        var renderer = new SampleRenderer(TestScenes.Assets,
            new RenderOptions(6) { FrameSize = 96, FaceShare = (0.4f, 0.6f), Surroundings = Surroundings, SamplesPerPerson = 12 });
        for (var i = 0; i < 12; i++)
        {
            using var sample = renderer.Render(i);
            // Faces are placed before their exact size is known.
            var around = sample.Truth.LandmarkBox.ToSquare().Scaled(Surroundings);
            Assert.InRange(around.X, -9, 96);
            Assert.InRange(around.Y, -9, 96);
            Assert.InRange(around.Right, 0, 96 + 9);
            Assert.InRange(around.Bottom, 0, 96 + 9);
        }
    }
}
