using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Tests.Data.Maps;

/// <summary>Maps of no face in particular, and a set that they belong to.</summary>
internal static class ExampleMaps
{
    public static PackHeader Header { get; } = new() { InputSize = 12, Margin = 2, Crop = new CropRule(CropShape.Square, 1.2f) };

    /// <summary>Writes maps of no face in particular beside a packed set.</summary>
    /// <param name="pack">The set's path.</param>
    /// <param name="change">What of each sample's is written; null for all.</param>
    public static void WriteBeside(string pack, Func<FaceMaps, FaceMaps>? change = null)
    {
        using var set = new PackReader(pack);
        using var writer = new MapWriter(pack, set.Header);
        foreach (var sample in Make(set.Labels.Count, FaceMaps.SideFor(set.Header.StoredSize))) writer.Add(change?.Invoke(sample) ?? sample);
        writer.Complete(set);
    }

    /// <summary>
    /// Any values that a writer may be given; two of them have no dense maps, one of these no landmarks; those from the fourth on are frames of clips.
    /// </summary>
    public static FaceMaps[] Make(int count, int side)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i => i switch
        {
            1 => new FaceMaps { Landmarks = Points(random) },
            2 => new FaceMaps(),
            _ => new FaceMaps
            {
                Parts = [.. Enumerable.Range(0, side * side).Select(_ => random.Next(9) == 0 ? FaceParts.Unknown : (FacePart)random.Next(FaceParts.Count))],
                Depth = [.. Enumerable.Range(0, side * side).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))],
                Normals = [.. Enumerable.Range(0, 3 * side * side).Select(_ => (sbyte)random.Next(-127, 128))],
                FaceSize = 0.15f,
                Scene = i % 2 == 0 ? "park" : "lobby",
                Attributes = default(FaceAttributes).With(FaceAttribute.Cap, i % 2 == 0).With(FaceAttribute.Beard, true),
                Landmarks = Points(random),
                Visible = [.. Enumerable.Range(0, LandmarkBox.PointCount).Select(_ => random.Next(2) == 0)],
                Motion = i == 0 ? null : [.. Enumerable.Range(0, side * side).Select(_ => (sbyte)random.Next(-1, 2))],
            },
        })];
    }

    /// <summary>A set and its maps.</summary>
    public static FaceMaps[] Write(string pack, int count, byte grey = 90)
    {
        using (var writer = new PackWriter(pack, Header))
        {
            var source = writer.AddSource(new PackSource("test", "none", "made here"));
            var image = new byte[Header.BytesPerImage];
            image.AsSpan().Fill(grey);
            for (var i = 0; i < count; i++)
                writer.Add(image, new LabelledFace("photo" + i, new FaceBox(0, 0, 9, 9), new EulerAngles(i, 0, 0).ToRotation()), source);
            writer.Complete();
        }

        var samples = Make(count, FaceMaps.SideFor(Header.StoredSize));
        using var set = new PackReader(pack);
        using var maps = new MapWriter(pack, Header);
        foreach (var sample in samples) maps.Add(sample);
        maps.Complete(set);
        return samples;
    }

    private static Vector2[] Points(Random random) =>
        [.. Enumerable.Range(0, LandmarkBox.PointCount).Select(_ => new Vector2(random.NextSingle(), random.NextSingle()) * 20 - new Vector2(2))];
}
