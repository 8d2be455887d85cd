using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Support;
using OpenCvSharp;

namespace HeadTracker.Tests.Estimation;

/// <summary>Other people's networks, by the description beside them.</summary>
public sealed class ForeignModelTests : IDisposable
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(320, 240);
    private static readonly EulerAngles Angles = new(-35, 20, 12);
    private static readonly FaceBox Box = new(90, 70, 100, 120);
    private readonly TestFolder _folder = new();
    private readonly Mat _frame = new(240, 320, MatType.CV_8UC3);

    public ForeignModelTests()
    {
        using var small = new Mat(6, 8, MatType.CV_8UC3);
        Noise.Fill(small, seed: 3);
        Cv2.Resize(small, _frame, _frame.Size(), 0, 0, InterpolationFlags.Cubic);
    }

    public void Dispose()
    {
        _frame.Dispose();
        _folder.Dispose();
    }

    private BgrImage Image => new(_frame.Data, _frame.Width, _frame.Height, (int)_frame.Step());

    /// <summary>FSA-Net's shape: one face of 64 pixels, BGR, three angles; what it says depends on what it sees.</summary>
    [Fact]
    public void A_network_like_FSA_Net_sees_the_crop_described_and_says_angles()
    {
        // A yaw that follows the blue plane, a pitch that follows the red one.
        var model = TinyForeignModel.Write(_folder.PathOf("fsanet.onnx"), "input_1", 64, 1,
            new TinyOutput("angles", [3], [5, -4, 3], [40, 0, 0, 0, 0, 0, 0, 30, 0]));
        var normalizer = new PixelNormalizer(ChannelOrder.Bgr, [0.5f, 0.5f, 0.5f], [128 / 255f, 128 / 255f, 128 / 255f]);
        Describe(model, """
            {
              "version": 1, "input": "input_1", "inputSize": 64,
              "crop": { "shape": "Square", "scale": 1.6 }, "shiftUp": 0.1,
              "normalizer": { "channels": "Bgr", "mean": [0.5, 0.5, 0.5], "std": [0.5019608, 0.5019608, 0.5019608] },
              "kind": "Angles", "outputs": ["angles"]
            }
            """);

        var input = new float[3 * 64 * 64];
        new FaceCrop(64, 64).Sample(Image, Box.ToSquare().Shifted(0, -0.1f * Box.Height).Scaled(1.6f), normalizer, input);
        var expected = new EulerAngles(5 + 40 * input[..(64 * 64)].Average(), -4 + 30 * input[(2 * 64 * 64)..].Average(), 3);
        Assert.True(MathF.Abs(expected.Yaw - 5) > 0.2f, "what it says depends on what it sees");

        AssertSays(expected, model);
    }

    /// <summary>6DRepNet's shape: 224 pixels, its matrix packs the labels' angles.</summary>
    [Theory]
    [InlineData("Matrix")]
    [InlineData("SixD")]
    public void A_network_like_6DRepNet_says_the_angles_that_its_matrix_packs(string kind)
    {
        var matrix = Multiply(Turn(2, Angles.Roll), Multiply(Turn(1, Angles.Yaw), Turn(0, Angles.Pitch)));
        // As a network leaves the columns: of any length, the second one leaning towards the first.
        float[] columns = [.. Column(matrix, 0).Select(x => 2 * x), .. Column(matrix, 1).Zip(Column(matrix, 0), (y, x) => 0.5f * y + 0.3f * x)];
        var model = TinyForeignModel.Write(_folder.PathOf("sixd.onnx"), "input", 224, 0,
            new TinyOutput("rotation", kind == "Matrix" ? [3, 3] : [6], kind == "Matrix" ? matrix : columns));

        // What the template guesses is right for it.
        var template = ModelDescriptions.TemplateFor(model);
        Assert.Equal((kind, "input", 224), ($"{template.Kind}", template.Input, template.InputSize));
        Describe(model, template.ToJson());
        AssertSays(Angles, model);
    }

    [Theory]
    [InlineData("YUp")]
    [InlineData("YDown")]
    public void A_matrix_that_is_a_heads_rotation_is_taken_as_one(string meaning)
    {
        var q = Angles.ToRotation();
        float[] up = [.. Enumerable.Range(0, 3).SelectMany(row => Enumerable.Range(0, 3).Select(column => Rotated(q, column)[row]))];
        // Down: D·R·D with D = diag(1, -1, -1).
        float[] down = [.. up.Select((value, i) => i / 3 == 0 == (i % 3 == 0) ? value : -value)];
        var model = TinyForeignModel.Write(_folder.PathOf("m.onnx"), "x", 32, 0, new TinyOutput("r", [9], meaning == "YUp" ? up : down));
        Describe(model, (ModelDescriptions.TemplateFor(model) with { Matrix = Enum.Parse<MatrixMeaning>(meaning) }).ToJson());
        AssertSays(Angles, model);
    }

    [Fact]
    public void Angles_come_in_any_order_sign_and_unit()
    {
        float[] radians = [.. new[] { Angles.Pitch, -Angles.Yaw, Angles.Roll }.Select(degrees => degrees * MathF.PI / 180)];
        var model = TinyForeignModel.Write(_folder.PathOf("r.onnx"), "x", 32, 0,
            [.. radians.Select((value, i) => new TinyOutput($"o{i}", [1], [value]))]);
        Describe(model, (ModelDescriptions.TemplateFor(model) with
        {
            Order = [PoseAngle.Pitch, PoseAngle.Yaw, PoseAngle.Roll], Negated = [PoseAngle.Yaw], Radians = true,
        }).ToJson());
        AssertSays(Angles, model);
    }

    /// <summary>Hopenet's shape: 66 bins of 3° over ±99°.</summary>
    [Fact]
    public void Bins_are_read_as_expectations_with_their_spread_as_confidence()
    {
        var model = TinyForeignModel.Write(_folder.PathOf("hopenet.onnx"), "input", 64, 0,
            [.. new[] { 20, 40, 35 }.Select((bin, i) => new TinyOutput($"o{i}", [66], Peak(bin)))]);
        var template = ModelDescriptions.TemplateFor(model);
        Assert.Equal((PoseOutputKind.Bins, 66, 3f), (template.Kind, template.Bins!.Value.Count, template.Bins.Value.BinSize));
        Describe(model, template.ToJson());
        var pose = AssertSays(new EulerAngles(-37.5f, 22.5f, 7.5f), model);
        Assert.InRange(pose.Confidence, 0.9f, 1);

        static float[] Peak(int bin) => [.. Enumerable.Range(0, 66).Select(i => i == bin ? 20f : 0f)];
    }

    [Theory]
    [InlineData("\"inputSize\": 64", "\"inputSize\": 32", "says one input x Float [?, 3, 32, 32], but the model has x Float [?, 3, 64, 64]")]
    [InlineData("\"angles\"", "\"poses\"", "says an output poses with 3 floats for each face, but the model has angles Float [?, 3]")]
    [InlineData("\"Angles\"", "\"Bins\"", "says 1 outputs, where Bins has 3")]
    [InlineData("\"Angles\"", "\"SixD\"", "says an output angles with 6 floats")]
    [InlineData("\"scale\": 1.2", "\"scale\": -1", "says a crop scale of -1")]
    [InlineData("\"shiftUp\"", "\"shift\"", "cannot be read")]
    [InlineData("\"pitch\"", "\"yaw\"", "says an order that is not yaw, pitch and roll, each once")]
    [InlineData("\"pitch\"", "7", "says an order that is not yaw, pitch and roll, each once")]
    [InlineData("{", "", "cannot be read")]
    public void What_a_description_gets_wrong_is_one_sentence(string right, string wrong, string reason)
    {
        var model = TinyForeignModel.Write(_folder.PathOf("m.onnx"), "x", 64, 0, new TinyOutput("angles", [3], [1, 2, 3]));
        var json = ModelDescriptions.TemplateFor(model).ToJson();
        Assert.Contains(right, json, StringComparison.Ordinal);
        Describe(model, json.Replace(right, wrong, StringComparison.Ordinal));
        var message = Assert.Throws<UserErrorException>(() => PoseEstimators.Create(model, ExecutionProvider.Cpu)).Message;
        Assert.Contains("m.onnx.json", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_network_that_nobody_describes_gets_the_command_that_begins_a_description()
    {
        var model = TinyForeignModel.Write(_folder.PathOf("m.onnx"), "x", 64, 0, new TinyOutput("angles", [3], [1, 2, 3]));
        var message = Assert.Throws<UserErrorException>(() => PoseEstimators.Create(model, ExecutionProvider.Cpu)).Message;
        Assert.Contains($"no m.onnx.json beside it that describes it; '{CommandName.Typed} models --describe {model}'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("export", message, StringComparison.Ordinal);
        var printed = Commands.Program.Run("models", "--describe", model);
        Assert.Equal((0, "", ModelDescriptions.TemplateFor(model).ToJson()), (printed.ExitCode, printed.Error, printed.Output));
    }

    [Fact]
    public void Every_field_is_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "models.md"));
        foreach (var property in typeof(ForeignModelContract).GetProperties().Concat(typeof(PoseModelContract).GetProperties())
            .Where(property => property.GetMethod is { IsStatic: false } && property.Name is not ("OutputLength" or "Heads")))
        {
            Assert.Contains($"`{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}`", text, StringComparison.Ordinal);
        }
    }

    private static void Describe(string model, string json) => File.WriteAllText(model + ForeignModelContract.Suffix, json);

    private HeadPose AssertSays(EulerAngles expected, string model)
    {
        using var estimator = PoseEstimators.Create(model, ExecutionProvider.Cpu);
        Assert.IsType<ForeignPoseEstimator>(estimator);
        var poses = new HeadPose[2];
        var face = new FaceDetection(Box, 0.9f, default);
        estimator.Estimate(Image, [face, face], Camera, default, poses);
        Assert.All(poses, pose =>
        {
            var seen = ViewRay.ToCrop(pose.Rotation, Camera, Box.CenterPixel);
            Assert.True(Rotations.AngleBetween(expected.ToRotation(), seen) < 0.05f, $"{EulerAngles.FromRotation(seen)}, expected {expected}");
        });
        return poses[0];
    }

    private static float[] Rotated(Quaternion q, int axis)
    {
        var column = Vector3.Transform(axis switch { 0 => Vector3.UnitX, 1 => Vector3.UnitY, _ => Vector3.UnitZ }, q);
        return [column.X, column.Y, column.Z];
    }

    /// <summary>The textbook's matrix of a turn about an axis, row by row.</summary>
    private static float[] Turn(int axis, float degrees)
    {
        var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
        return axis switch
        {
            0 => [1, 0, 0, 0, cos, -sin, 0, sin, cos],
            1 => [cos, 0, sin, 0, 1, 0, -sin, 0, cos],
            _ => [cos, -sin, 0, sin, cos, 0, 0, 0, 1],
        };
    }

    private static float[] Multiply(float[] a, float[] b) =>
        [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 3).Sum(k => a[i / 3 * 3 + k] * b[3 * k + i % 3]))];

    private static float[] Column(float[] matrix, int column) => [matrix[column], matrix[column + 3], matrix[column + 6]];
}
