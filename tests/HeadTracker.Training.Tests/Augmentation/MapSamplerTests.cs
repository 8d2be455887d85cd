using System.Numerics;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Tests.Data.Maps;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>Each rule by which labels follow their image, by hand, and against the image itself.</summary>
public sealed class MapSamplerTests
{
    private const FacePart Skin = FacePart.JawLeft, Hand = FacePart.Occluder;

    private static readonly GeometricTransform Flip = new(Flip: true, 0);

    [Fact]
    public void Flipping_twice_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var stored = MapBatch.Of([.. ExampleMaps.Make(4, 9)], 17, ["park", "lobby"], CPU);
        GeometricTransform[] flips = [Flip, Flip, Flip, Flip], none = new GeometricTransform[4];
        Array.Fill(none, GeometricTransform.Identity);
        float[] aspects = [1, 0.8f, 1, 1.2f];

        var once = MapSampler.Sample(stored, flips, aspects, 17);
        var twice = MapSampler.Sample(once, flips, aspects, 17);
        var expected = MapSampler.Sample(stored, none, aspects, 17);

        Assert.True(expected.Parts.eq(stored.Parts).all().item<bool>());
        Assert.False(once.Parts.eq(stored.Parts).all().item<bool>());
        Assert.True(once.Motion!.eq(stored.Motion!.flip(2)).all().item<bool>());
        foreach (var (actual, whole) in new[]
        {
            (twice.Parts, expected.Parts), (twice.Depth, expected.Depth), (twice.Normals, expected.Normals), (twice.Landmarks, stored.Landmarks),
            (twice.LandmarksKnown, stored.LandmarksKnown), (twice.LandmarksVisible, stored.LandmarksVisible), (twice.Scene, stored.Scene),
            (twice.Motion!, stored.Motion!), (twice.Attributes, stored.Attributes),
            (twice.AttributesKnown, stored.AttributesKnown), (twice.FaceSize, stored.FaceSize),
        })
        {
            Assert.InRange((actual.to(ScalarType.Float32) - whole.to(ScalarType.Float32)).abs().max().item<float>(), 0, 1e-3f);
        }
    }

    [Fact]
    public void A_flip_exchanges_left_and_right()
    {
        using var scope = NewDisposeScope();
        var landmarks = new Vector2[LandmarkBox.PointCount];
        (landmarks[36], landmarks[45], landmarks[30]) = (new(1, 2), new(5, 3), new(3, 4));
        var moved = MapSampler.Sample(Batch([Skin, Hand, FacePart.Background, FacePart.Background], new Vector3(0.6f, 0, 0.8f)) with
        {
            Landmarks = tensor(landmarks.SelectMany(point => new[] { point.X, point.Y }).ToArray(), [1, 68, 2]),
        }, [Flip], [1], 4);

        Assert.Equal([(long)Hand, (long)FacePart.JawRight, 0, 0], Row(moved.Parts));
        Assert.Equal((-0.6f, 0f, 0.8f), Normal(moved, 1), Near);
        Assert.Equal((-2f, 3f), Landmark(moved, 36));
        Assert.Equal((2f, 2f), Landmark(moved, 45));
        Assert.Equal((0f, 4f), Landmark(moved, 30));
        Assert.Equal(1, moved.Attributes[0, (int)FaceAttribute.GazeRight].item<float>());
        Assert.Equal(0, moved.Attributes[0, (int)FaceAttribute.GazeLeft].item<float>());
        Assert.Equal(1, moved.Attributes[0, (int)FaceAttribute.Cap].item<float>());
    }

    [Fact]
    public void A_quarter_turn_clockwise_takes_up_to_right()
    {
        using var scope = NewDisposeScope();
        var moved = MapSampler.Sample(Batch([Skin, Hand, FacePart.Hair, FacePart.Mouth], new Vector3(0, 0.6f, 0.8f)), [new(Flip: false, 90)], [1], 4);

        Assert.Equal([(long)FacePart.Hair, (long)Skin, (long)FacePart.Mouth, (long)Hand], Row(moved.Parts[.., ..2, ..2]));
        Assert.Equal((0.6f, 0f, 0.8f), Normal(moved, 0), Near);
        // All landmarks are at the top left pixel.
        Assert.Equal((3f, 0f), Landmark(moved, 0));
    }

    [Fact]
    public void A_moved_box_moves_all_and_what_lies_beyond_is_not_known()
    {
        using var scope = NewDisposeScope();
        // The box goes a cell, two pixels, to the right.
        var moved = MapSampler.Sample(Batch([Skin, Hand, FacePart.Hair, FacePart.Mouth], Vector3.UnitZ), [new(Flip: false, 0, ShiftX: 0.5f)], [1], 4);
        Assert.Equal([(long)Hand, -1, (long)FacePart.Mouth, -1], Row(moved.Parts));
        Assert.Equal([0.25f, 0, 0.25f, 0], moved.Depth.data<float>().ToArray());
        Assert.Equal(0, moved.Normals[0, .., 0, 1].abs().sum().item<float>());
        Assert.Equal((-2f, 0f), Landmark(moved, 0));
        Assert.False(moved.LandmarksVisible[0, 0].item<bool>());
        Assert.True(moved.LandmarksKnown[0, 0].item<bool>());
    }

    [Fact]
    public void Depth_is_mixed_within_a_class_alone()
    {
        using var scope = NewDisposeScope();
        FacePart[] row = [Skin, FacePart.NoseLeft, Hand, Hand];
        short[] depth = [1024, 3072, -5120, -1024];
        var stored = MapBatch.Of([new FaceMaps
        {
            Parts = [.. row, .. row, .. row, .. row],
            Depth = [.. depth, .. depth, .. depth, .. depth],
            Normals = [.. new sbyte[32], .. Enumerable.Repeat((sbyte)127, 16)],
            FaceSize = 0.15f,
        }], 8, [], CPU);

        // Half a cell to the right: a place between two cells is the latter's.
        var moved = MapSampler.Sample(stored, [new(Flip: false, 0, ShiftX: 0.125f)], [1], 8);
        Assert.Equal([(long)FacePart.NoseLeft, (long)Hand, (long)Hand, -1], Row(moved.Parts)[..4]);
        Assert.Equal([2f, -5, -3, 0], moved.Depth[0, 0, 0].data<float>().ToArray());
    }

    /// <summary>Red grows to the right, green downwards, and so do the two maps: whatever is drawn, both must be the same everywhere.</summary>
    [Theory]
    [InlineData(false, 15, 0.1f, -0.05f, 1.1f, 1)]
    [InlineData(true, -11, 0, 0.08f, 0.9f, 0.75f)]
    [InlineData(true, 14, -0.08f, 0.1f, 0.95f, 1.3f)]
    public void Maps_and_landmarks_go_where_the_images_pixels_go(bool flip, float rotation, float shiftX, float shiftY, float scale, float aspect)
    {
        using var scope = NewDisposeScope();
        const int size = 64, side = 40, padding = 2, cells = size / 2;
        var ramp = arange(size).to(ScalarType.Float32) * 4;
        var image = stack([ramp.expand(size, size), ramp.view(-1, 1).expand(size, size), zeros(size, size)]).unsqueeze(0).to(ScalarType.Byte);
        GeometricTransform[] transform = [new(flip, rotation, shiftX, shiftY, scale)];
        var expected = nn.functional.avg_pool2d(
            GeometricSampler.Sample(image, transform, [aspect], side, padding).to(ScalarType.Float32), 2)[0] / 4;
        foreach (var downwards in new[] { false, true })
        {
            // Depth says which pixel a cell's middle is, counted from pixel centres.
            var depth = Enumerable.Range(0, cells * cells).Select(c => (short)((2 * (downwards ? c / cells : c % cells) + 0.5f) * 64)).ToArray();
            var landmarks = Enumerable.Range(0, 68).Select(i => new Vector2(20 + i % 5 * 6, 18 + i % 7 * 5)).ToArray();
            var stored = MapBatch.Of([new FaceMaps
            {
                Parts = [.. Enumerable.Repeat(Skin, cells * cells)], Depth = depth, Normals = new sbyte[3 * cells * cells], FaceSize = 1, Landmarks = landmarks,
            }], size, [], CPU);

            var moved = MapSampler.Sample(stored, transform, [aspect], side, padding);
            var known = moved.Surface()[0, 0];
            var found = moved.Depth[0, 0] * 16;
            Assert.True(known.to(ScalarType.Float32).mean().item<float>() > 0.9f);
            Assert.InRange(((found - expected[downwards ? 1 : 0]) * known).abs().max().item<float>(), 0, 0.35f);

            // A landmark's own pixel is found where it went.
            for (var i = 0; i < landmarks.Length; i++)
            {
                var from = flip ? LandmarkMirror.Partner[i] : i;
                var (x, y) = Landmark(moved, i);
                var cell = new Vector2((x - 0.5f) / 2, (y - 0.5f) / 2);
                if (cell.X < 1 || cell.Y < 1 || cell.X > 19 || cell.Y > 19) continue;
                var at = found[(long)MathF.Round(cell.Y), (long)MathF.Round(cell.X)].item<float>();
                Assert.InRange(at, (downwards ? landmarks[from].Y : landmarks[from].X) - 2.5f, (downwards ? landmarks[from].Y : landmarks[from].X) + 2.5f);
            }
        }
    }

    private static readonly IEqualityComparer<(float X, float Y, float Z)> Near = EqualityComparer<(float X, float Y, float Z)>.Create(
        (a, b) => MathF.Abs(a.X - b.X) + MathF.Abs(a.Y - b.Y) + MathF.Abs(a.Z - b.Z) < 0.02f);

    /// <summary>Two cells a side, with one normal and a depth of a quarter; the landmarks are all at the first pixel.</summary>
    private static MapBatch Batch(FacePart[] parts, Vector3 normal) => MapBatch.Of(
        [new FaceMaps
        {
            Parts = parts,
            Depth = [256, 256, 256, 256],
            Normals = [.. Enumerable.Range(0, 12).Select(i => (sbyte)MathF.Round(normal[i / 4] * 127))],
            FaceSize = 0.15f,
            Attributes = default(FaceAttributes).With(FaceAttribute.GazeLeft, true).With(FaceAttribute.Cap, true),
            Landmarks = new Vector2[LandmarkBox.PointCount],
        }], 4, [], CPU);

    private static long[] Row(Tensor values) => values.contiguous().data<long>().ToArray();

    private static (float X, float Y, float Z) Normal(MapBatch maps, int cell)
    {
        var normal = maps.Normals[0].flatten(1)[.., cell];
        return (normal[0].item<float>(), normal[1].item<float>(), normal[2].item<float>());
    }

    private static (float X, float Y) Landmark(MapBatch maps, int landmark)
    {
        var point = maps.Landmarks[0, landmark];
        return (MathF.Round(point[0].item<float>(), 4), MathF.Round(point[1].item<float>(), 4));
    }
}
