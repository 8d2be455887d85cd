using System.Globalization;
using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Tests;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Tests.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Datasets;

/// <summary>Parts of data files that have label maps.</summary>
public sealed class MapPartTests
{
    [Fact]
    public void Photos_bring_their_landmarks_in_pixels_of_the_crop_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder);
        // Boxes of the landmarks, from (9.5, 7.5) to (29.5, 27.5) for the first photo, become 24 of 28 pixels.
        var (record, _) = Build(folder, maps: true);
        Assert.Equal("faces.htmaps", record.Parts[0].Maps);
        Assert.True(File.Exists(folder.PathOf("out/faces-maps.png")));
        using var set = new PackReader(folder.PathOf("out/faces.htpack"));
        using var maps = new MapReader(set);
        for (var i = 0; i < 3; i++)
        {
            var sample = maps.Read(i);
            Assert.Null(sample.Parts);
            Assert.Equal(0UL, sample.Attributes.Known);
            Assert.Null(sample.Visible);
            for (var k = 0; k < LandmarkBox.PointCount; k++)
            {
                // From edges of the box to edges of the crop, a pixel's centre being half a pixel on.
                var expected = (Point(k) * 20 + new Vector2(0.5f)) * (24 / 20f) + new Vector2(2 - 0.5f) - new Vector2(0.5f * 24 / 20f);
                Assert.InRange(Vector2.Distance(expected, sample.Landmarks![k]), 0, 0.01f);
            }
        }
    }

    [Fact]
    public void Maps_that_are_gone_or_newly_asked_for_are_made_again()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder);
        var (record, _) = Build(folder, maps: false);
        Assert.Null(record.Parts[0].Maps);
        Assert.DoesNotContain("maps", File.ReadAllText(folder.PathOf("out/dataset.json")), StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(folder.PathOf("out/faces.htmaps")));

        Assert.DoesNotContain("as made earlier", Build(folder, maps: true).Log, StringComparison.Ordinal);
        Assert.Contains("\"maps\": \"faces.htmaps\"", File.ReadAllText(folder.PathOf("out/dataset.json")), StringComparison.Ordinal);
        Assert.Contains("as made earlier", Build(folder, maps: true).Log, StringComparison.Ordinal);
        File.Delete(folder.PathOf("out/faces.htmaps"));
        Assert.DoesNotContain("as made earlier", Build(folder, maps: true).Log, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.PathOf("out/faces.htmaps")));
    }

    /// <summary>Labels that were made from landmarks tell boxes alone; of two people in a photo each gets its own points back.</summary>
    [Fact]
    public void Labelled_photos_get_the_landmarks_of_their_set_back()
    {
        using var folder = new TemporaryFolder();
        var (left, right) = (Enumerable.Range(0, 68).Select(k => Point(k) * 12).ToArray(),
            Enumerable.Range(0, 68).Select(k => Point(k) * 12 + new Vector2(20, 0)).ToArray());
        folder.Write("set/landmarks68.csv", $"file,{Columns}\na.png,{Text(left)}\na.png,{Text(right)}\n");
        using (var photo = new Mat(40, 40, MatType.CV_8UC3, Scalar.All(90))) Cv2.ImWrite(folder.PathOf("set/a.png"), photo);
        var labels = folder.Write("labels.csv", "file,yaw,pitch,roll,x,y,w,h\na.png,1,2,3,20.5,0.5,12,12\na.png,4,5,6,0.5,0.5,12,12\n");
        using var dataset = new DatasetReference(folder.PathOf("set/x")[..^2], "csv", Labels: labels).Open();
        Assert.All(dataset.Faces, face => Assert.Null(face.Landmarks));

        var faces = PhotoLandmarks.Attach(dataset, folder.PathOf("set/x")[..^2]).Faces;
        Assert.Equal(right[40], faces[0].Landmarks![40]);
        Assert.Equal(left[40], faces[1].Landmarks![40]);
    }

    [SharedFact("data/avatars")]
    public void Rendered_sets_are_the_same_with_maps_and_their_maps_show_what_the_images_show()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, withMaps) in new[] { ("plain", false), ("labelled", true) })
        {
            var plan = new DatasetPlan
            {
                Crop = new CropPlan { Size = 48, Margin = 9 },
                Avatars = SharedData.PathOf("data/avatars"),
                Parts = [new RenderedPlan { Name = name, People = PeopleSource.Valid, Count = 6, Seed = 4, PerPerson = 3, Maps = withMaps }],
            };
            using var log = new StringWriter(CultureInfo.InvariantCulture);
            new DatasetBuilder(plan, folder.Root, folder.PathOf("out/x")[..^2], (_, _, work) => work(_ => { }), log).Run(CancellationToken.None);
        }

        Assert.Equal(File.ReadAllBytes(folder.PathOf("out/plain.htpack")), File.ReadAllBytes(folder.PathOf("out/labelled.htpack")));
        using var set = new PackReader(folder.PathOf("out/labelled.htpack"));
        using var maps = new MapReader(set);
        Assert.Equal((6, 33), (maps.Count, maps.Header.Side));
        for (var i = 0; i < 6; i++)
        {
            var sample = maps.Read(i);
            Assert.InRange(sample.FaceSize, 0.1f, 0.2f);
            Assert.True(sample.Attributes.Known > 0);
            // The nose's tip is in the crop, and near the face's centre where it is seen.
            var tip = sample.Landmarks![30];
            Assert.InRange(tip.X, 0, 66);
            Assert.InRange(tip.Y, 0, 66);
            var cell = (int)((tip.Y + 0.5f) / 2) * 33 + (int)((tip.X + 0.5f) / 2);
            if (!sample.Visible![30] || FaceParts.ClassOf(sample.Parts![cell]) != SegmentationClass.Skin) continue;
            Assert.InRange(sample.Depth[cell] / (float)FaceMaps.DepthSteps, -0.5f, 0.2f);
        }
    }

    [SharedFact("data/avatars")]
    public void Clips_say_what_moves_soon()
    {
        using var folder = new TemporaryFolder();
        var plan = new DatasetPlan
        {
            Crop = new CropPlan { Size = 48, Margin = 9 },
            Avatars = SharedData.PathOf("data/avatars"),
            Parts = [new RenderedPlan { Name = "clips", People = PeopleSource.Valid, Count = 8, Seed = 4, PerPerson = 4, Clips = true, Maps = true }],
        };
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        new DatasetBuilder(plan, folder.Root, folder.PathOf("out/x")[..^2], (_, _, work) => work(_ => { }), log).Run(CancellationToken.None);
        using var set = new PackReader(folder.PathOf("out/clips.htpack"));
        using var maps = new MapReader(set);
        Assert.Equal(2, set.Header.Identities.Count);
        FaceMaps[] samples = [.. Enumerable.Range(0, 8).Select(maps.Read)];
        Assert.All(samples, sample => Assert.All(sample.Parts!.Zip(sample.Motion!), cell => Assert.True(
            cell.First == FaceParts.Unknown ? cell.Second == -1 : cell.First != FacePart.Background || cell.Second == 0, $"{cell}")));
        // Of eight moments of two clips some are of turning heads, and some of resting ones.
        var moving = samples.Select(sample => sample.Motion!.Count(cell => cell == 1)).ToArray();
        Assert.Contains(moving, count => count > 300);
    }

    private static string Columns => string.Join(',', Enumerable.Range(0, 68).Select(i => $"x{i},y{i}"));

    /// <summary>On a circle in the unit square that touches all its sides.</summary>
    private static Vector2 Point(int k) => (Vector2.One + new Vector2(MathF.Cos(k * MathF.PI / 34), MathF.Sin(k * MathF.PI / 34))) / 2;

    private static string Text(Vector2[] points) => string.Join(',', points.Select(p => FormattableString.Invariant($"{p.X},{p.Y}")));

    private static (BuildRecord Record, string Log) Build(TemporaryFolder folder, bool maps)
    {
        var plan = new DatasetPlan
        {
            Crop = new CropPlan { Size = 24, Margin = 2 },
            Parts = [new FacesPlan { Name = "faces", Data = ["csv:set"], Maps = maps }],
        };
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        var record = new DatasetBuilder(plan, folder.Root, folder.PathOf("out/x")[..^2], (_, _, work) => work(_ => { }), log).Run(CancellationToken.None);
        return (record, log.ToString());
    }

    private static void WriteSet(TemporaryFolder folder)
    {
        var rows = $"file,yaw,pitch,roll,{Columns}\n";
        for (var i = 0; i < 3; i++)
        {
            using var photo = new Mat(40, 40, MatType.CV_8UC3, new Scalar(40 * i, 90, 60));
            Cv2.ImWrite(folder.PathOf($"set/p{i}.png"), photo);
            Vector2[] points = [.. Enumerable.Range(0, 68).Select(k => Point(k) * 20 + new Vector2(9 + i, 7))];
            rows += FormattableString.Invariant($"p{i}.png,{20 * i - 40},5,0,{Text(points)}\n");
        }

        folder.Write("set/labels.csv", rows);
    }
}
