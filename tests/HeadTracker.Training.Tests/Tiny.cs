using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests;

/// <summary>Networks and data small enough for tests.</summary>
internal static class Tiny
{
    public static PoseNetworkDefinition Definition { get; } = new(new ResNetShape([1, 1, 1, 1], 4, Bottleneck: false), [1, 2, 3, 4], Regression: true);

    public static PoseNetwork Network(long seed = 1)
    {
        manual_seed(seed);
        return new PoseNetwork(Definition);
    }

    /// <summary>Noise with a bright bar that turns with the roll angle: something to learn. 32-pixel boxes with a margin of 8.</summary>
    public static FaceSet Faces(int count, int inputSize = 32, int margin = 8, int seed = 1)
    {
        var random = new Random(seed);
        var side = inputSize + 2 * margin;
        var bytes = new byte[count * side * side * 3];
        var rotations = new Quaternion[count];
        for (var i = 0; i < count; i++)
        {
            var angles = new EulerAngles(random.Next(-60, 60), random.Next(-40, 40), random.Next(-30, 30));
            rotations[i] = angles.ToRotation();
            var (sin, cos) = MathF.SinCos(angles.Roll * MathF.PI / 180);
            for (var p = 0; p < side * side; p++)
            {
                var (x, y) = (p % side - side / 2f, p / side - side / 2f);
                var bar = MathF.Abs(x * cos + y * sin) < 3 ? 120 : 0;
                for (var c = 0; c < 3; c++) bytes[(i * side * side + p) * 3 + c] = (byte)(random.Next(100) + bar + (c == 0 ? angles.Yaw / 2 + 30 : 0));
            }
        }

        return new FaceSet("tiny", new ResidentImages(tensor(bytes, [count, side, side, 3])), inputSize, rotations, Ones(count), Ones(count));
    }

    /// <summary>Writes a set as a packed file of the folder and gives its path.</summary>
    public static string Pack(FaceSet faces, string folder, string name, float aspect = 1, string[]? identities = null)
    {
        var path = Path.Combine(folder, name + PackFormat.Extension);
        using var writer = new PackWriter(path, new PackHeader { InputSize = faces.InputSize, Margin = faces.Margin, Crop = faces.Crop });
        var source = writer.AddSource(new PackSource("tiny", "none", "made for a test"));
        using var images = Images(faces);
        for (var i = 0; i < faces.Count; i++)
        {
            using var image = images[i];
            writer.Add(image.data<byte>().ToArray(),
                new LabelledFace($"{i}", new FaceBox(0, 0, 40 * aspect, 40), faces.Rotations[i]) { Identity = identities?[i] ?? "" }, source);
        }

        writer.Complete();
        return path;
    }

    /// <summary>All of a set's, as stored; the caller's.</summary>
    public static Tensor Images(FaceSet faces) => faces.Images.Take([.. Enumerable.Range(0, faces.Count).Select(row => (long)row)]).Images;

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
