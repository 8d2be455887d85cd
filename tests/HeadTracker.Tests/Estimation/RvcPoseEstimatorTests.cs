using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Tests.Support;
using OpenCvSharp;

namespace HeadTracker.Tests.Estimation;

public sealed class RvcPoseEstimatorTests : IDisposable
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(640, 480);

    private static readonly PoseModelContract Contract = new()
    {
        InputSize = 24,
        Crop = new CropRule(CropShape.Square, 1.25f),
        Normalizer = PixelNormalizer.ImageNet,
        Output = BinOutput.Logits,
        Yaw = new BinSpecification(1, 99),
        Pitch = new BinSpecification(3, 99),
        Roll = new BinSpecification(2, 60),
        Run = "test",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("headtracker").FullName;
    private readonly Mat _frame = new(480, 640, MatType.CV_8UC3);

    public RvcPoseEstimatorTests()
    {
        // Smooth colours, so that crops differ.
        using var small = new Mat(6, 8, MatType.CV_8UC3);
        Noise.Fill(small, seed: 7);
        Cv2.Resize(small, _frame, _frame.Size(), 0, 0, InterpolationFlags.Cubic);
    }

    public void Dispose()
    {
        _frame.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)] // the batch left open: all faces in one run
    [InlineData(1)] // one face at a time
    public void Crop_network_softmax_expectation_equal_the_naive_computation(int batch)
    {
        var model = new TinyPoseModel(Contract) { Batch = batch };
        using var estimator = PoseEstimators.Create(model.WriteTo(_folder), ExecutionProvider.Cpu);
        // More faces than one run takes; the last beyond the image's edge.
        var faces = Enumerable.Range(0, 11).Select(i => Face(40 * i, 30 * i, 60 + 5 * i, 80)).ToArray();
        var poses = new HeadPose[faces.Length];
        estimator.Estimate(Image, faces, Camera, TimeSpan.FromSeconds(3), poses);
        for (var i = 0; i < faces.Length; i++)
        {
            var (angles, spread) = Naive(model, faces[i].Box);
            var seen = ViewRay.ToCrop(poses[i].Rotation, Camera, faces[i].Box.Center - new Vector2(0.5f));
            Assert.True(Rotations.AngleBetween(angles.ToRotation(), seen) < 0.01f, $"face {i}: {EulerAngles.FromRotation(seen)}, expected {angles}");
            Assert.Equal(1 / (1 + spread * spread / 144), poses[i].Confidence, 1e-4f);
            Assert.Equal(TimeSpan.FromSeconds(3), poses[i].Timestamp);
        }
    }

    [Fact]
    public void Probabilities_are_not_softmaxed_again()
    {
        // One hot would be blurred by a second softmax: a bias of 1 in one bin, no weights.
        var contract = Contract with { Output = BinOutput.Probabilities };
        var model = new TinyPoseModel(contract);
        foreach (var values in model.Weights.Concat(model.Biases)) values.AsSpan().Clear();
        (model.Biases[0][120], model.Biases[1][30], model.Biases[2][40]) = (1, 1, 1);
        using var estimator = PoseEstimators.Create(model.WriteTo(_folder), ExecutionProvider.Cpu);
        var poses = new HeadPose[1];
        estimator.Estimate(Image, [Face(290, 210, 60, 60)], Camera, default, poses);
        var expected = new EulerAngles(contract.Yaw.CenterOf(120), contract.Pitch.CenterOf(30), contract.Roll.CenterOf(40));
        var seen = ViewRay.ToCrop(poses[0].Rotation, Camera, new Vector2(319.5f, 239.5f));
        Assert.True(Rotations.AngleBetween(expected.ToRotation(), seen) < 0.01f);
        Assert.Equal(1, poses[0].Confidence, 1e-3f);
    }

    [Fact]
    public void Says_what_it_is_and_where_it_looks()
    {
        using var estimator = PoseEstimators.Create(new TinyPoseModel(Contract).WriteTo(_folder, "small-7.onnx"), ExecutionProvider.Cpu);
        Assert.Equal("small-7", estimator.Name);
        Assert.Equal("CPU", estimator.Provider);
        Assert.True(estimator.UsesPixels);
        Assert.Equal(new FaceBox(95, 75, 150, 150), Assert.IsType<RvcPoseEstimator>(estimator).Contract.Crop.RegionFor(new FaceBox(120, 90, 100, 120)));
    }

    [Fact]
    public void Allocates_nothing_in_steady_state()
    {
        using var estimator = PoseEstimators.Create(new TinyPoseModel(Contract).WriteTo(_folder), ExecutionProvider.Cpu);
        FaceDetection[] faces = [Face(10, 20, 80, 80), Face(200, 150, 120, 130), Face(500, 400, 200, 200)];
        var poses = new HeadPose[3];
        for (var count = 1; count <= 3; count++) estimator.Estimate(Image, faces.AsSpan(0, count), Camera, default, poses);
        var image = Image;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 30; i++) estimator.Estimate(image, faces.AsSpan(0, 1 + i % 3), Camera, default, poses);
        }));
    }

    [Fact]
    public void Models_that_break_the_contract_each_get_a_sentence()
    {
        AssertRefused(new TinyPoseModel(Contract) { Metadata = null }, "has no entry 'headtracker.contract' in its metadata");
        AssertRefused(new TinyPoseModel(Contract) { Metadata = "{}" }, "its contract cannot be read");
        AssertRefused(new TinyPoseModel(Contract with { InputSize = 100_000 }), "it takes larger pictures than there are");
        AssertRefused(new TinyPoseModel(Contract) { Metadata = (Contract with { Yaw = new BinSpecification(1e-6f, 99) }).ToJson() }, "says bins of");
        AssertRefused(new TinyPoseModel(Contract) { InputName = "input" }, "expected one input image Float [?, 3, 24, 24], found input Float [?, 3, 24, 24]");
        AssertRefused(new TinyPoseModel(Contract) { Metadata = (Contract with { InputSize = 32 }).ToJson() },
            "expected one input image Float [?, 3, 32, 32], found image Float [?, 3, 24, 24]");
        AssertRefused(new TinyPoseModel(Contract) { OutputNames = ["yaw", "pitch"] }, "expected outputs yaw, pitch, roll");
        AssertRefused(new TinyPoseModel(Contract) { OutputNames = ["yaw", "pitch", "tilt"] },
            "roll Float [?, 60], found yaw Float [?, 198]; pitch Float [?, 66]; tilt Float [?, 60]");
        AssertRefused(new TinyPoseModel(Contract) { Metadata = (Contract with { Pitch = new BinSpecification(1, 99) }).ToJson() },
            "pitch Float [?, 198], found");
    }

    [Fact]
    public void A_model_that_is_not_the_one_in_the_manifest_is_refused()
    {
        var path = new TinyPoseModel(Contract).WriteTo(_folder);
        var entry = new ModelManifestEntry("tiny.onnx", new string('0', 64), new FileInfo(path).Length, "MIT", "test");
        new ModelManifest { Models = [entry] }.WriteTo(_folder);
        Assert.Contains("but the manifest beside it says 000000000000…", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_off_and_a_missing_model_get_a_sentence()
    {
        var path = new TinyPoseModel(Contract).WriteTo(_folder);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length * 2 / 3)]);
        Assert.Contains("tiny.onnx is not a whole ONNX model (", Refusal(path), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("There is no model '", Refusal(path), StringComparison.Ordinal);
    }

    private BgrImage Image => new(_frame.Data, _frame.Width, _frame.Height, (int)_frame.Step());

    private static FaceDetection Face(float x, float y, float width, float height) => new(new FaceBox(x, y, width, height), 0.9f, default);

    /// <summary>In doubles, from the definition.</summary>
    private (EulerAngles Angles, float Spread) Naive(TinyPoseModel model, FaceBox box)
    {
        var input = new float[3 * Contract.InputSize * Contract.InputSize];
        new FaceCrop(Contract.InputSize, Contract.InputSize).Sample(Image, Contract.Crop.RegionFor(box), Contract.Normalizer, input);
        var degrees = new double[3];
        double spread = 0;
        for (var head = 0; head < 3; head++)
        {
            var weights = model.Logits(head, input).Select(Math.Exp).ToArray();
            var centers = Enumerable.Range(0, weights.Length).Select(i => (double)Contract.Heads[head].CenterOf(i)).ToArray();
            degrees[head] = weights.Zip(centers, (w, c) => w * c).Sum() / weights.Sum();
            spread += Math.Sqrt(weights.Zip(centers, (w, c) => w * (c - degrees[head]) * (c - degrees[head])).Sum() / weights.Sum()) / 3;
        }

        return (new EulerAngles((float)degrees[0], (float)degrees[1], (float)degrees[2]), (float)spread);
    }

    private void AssertRefused(TinyPoseModel model, string reason)
    {
        var message = Refusal(model.WriteTo(_folder));
        Assert.Contains("tiny.onnx", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private static string Refusal(string path)
    {
        var message = Assert.Throws<UserErrorException>(() => PoseEstimators.Create(path, ExecutionProvider.Cpu)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
