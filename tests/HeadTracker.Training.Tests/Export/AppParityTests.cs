using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Training.Export;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Tests.Augmentation;
using HeadTracker.Training.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Export;

/// <summary>From photo and box to angles: the app with an exported file against the network it was made of.</summary>
public sealed class AppParityTests
{
    private const int Size = 32;

    [Fact]
    public void The_app_gives_the_training_forwards_pose_to_a_hundredth_of_a_degree()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        network.eval();
        // Untrained heads say next to nothing; louder ones give angles all over the range.
        using (no_grad())
        {
            foreach (var parameter in network.Heads.parameters()) parameter.mul_(20);
        }

        var bins = network.Heads.Bins[0];
        var contract = new PoseModelContract
        {
            InputSize = Size, Crop = new CropRule(CropShape.Stretch, 1.1f), Normalizer = PixelNormalizer.ImageNet, Output = BinOutput.Logits,
            Yaw = bins, Pitch = bins, Roll = bins, Run = "test",
        };
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), folder.PathOf("model.onnx"));

        using var photo = Pictures.ToMat(Pictures.Make(1, 120)[0]);
        var pixels = photo.AsBgr();
        var camera = PinholeCamera.FromDiagonalFieldOfView(photo.Width, photo.Height);
        FaceBox[] boxes = [new(20, 15, 50, 64), new(60.5f, 40.25f, 70, 70), new(-10, 80, 60, 50)];
        FaceDetection[] faces = [.. boxes.Select(box => new FaceDetection(box, 1, default))];
        var poses = new HeadPose[faces.Length];
        using var estimator = new RvcPoseEstimator(OnnxSession.Open(folder.PathOf("model.onnx"), ExecutionProvider.Cpu));
        estimator.Estimate(pixels, faces, camera, TimeSpan.Zero, poses);

        var input = new float[3 * Size * Size];
        var seen = new List<EulerAngles>();
        for (var i = 0; i < boxes.Length; i++)
        {
            new FaceCrop(Size, Size).Sample(pixels, contract.Crop.RegionFor(boxes[i]), contract.Normalizer, input);
            var degrees = RvcExpectation.OfLogits(network.call(tensor(input, [1, 3, Size, Size])).Finest, bins).data<float>().ToArray();
            var angles = new EulerAngles(degrees[0], degrees[1], degrees[2]);
            var expected = ViewRay.ToCamera(angles.ToRotation(), camera, boxes[i].Center - new Vector2(0.5f));
            Assert.InRange(Rotations.AngleBetween(expected, poses[i].Rotation), 0, 0.01f);
            seen.Add(angles);
        }

        Assert.True(Rotations.AngleBetween(seen[0].ToRotation(), seen[1].ToRotation()) > 1, "the heads say the same of every face");
    }
}
