using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Evaluation.Tradeoff;
using HeadTracker.Training.Tests.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Evaluation;

public class TradeoffTests
{
    [Fact]
    public void A_system_is_a_name_a_pose_model_and_a_detector()
    {
        Assert.Equal(new TradeoffSystem("FSA-Net + YuNet", "a.onnx+b.onnx", "../x-2/yunet.onnx"),
            TradeoffSystem.Parse("FSA-Net + YuNet=a.onnx+b.onnx@../x-2/yunet.onnx"));
        foreach (var wrong in new[] { "a.onnx", "=a.onnx@blazeface", "A=@blazeface", "A=a.onnx@", "A=a.onnx" })
            Assert.Contains("write NAME=POSE@DETECTOR", Assert.Throws<UserErrorException>(() => TradeoffSystem.Parse(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_systems_share_are_timed_once_and_geometry_has_none()
    {
        var times = TradeoffTimes.Measure([new("a", "landmarks", "blazeface-front"), new("b", "LANDMARKS", "blazeface-front")], threads: 1, rounds: 3);

        var (file, milliseconds) = Assert.Single(times);
        Assert.Equal(ModelFiles.PathOf("blazeface-front-128.onnx"), file);
        Assert.InRange(milliseconds, 0.05, 1000);
    }

    [Fact]
    public void The_picture_has_a_point_per_system_in_every_datasets_panel()
    {
        using var folder = new TemporaryFolder();
        TradeoffResult Result(string name, double pose, params float[] errors) => new(
            new TradeoffSystem(name, "landmarks", "blazeface"), 1, pose,
            [.. errors.Select((error, i) => PoseMetrics.Of(name, $"set {i}",
                [new PoseComparison(new LabelledFace("a.jpg", default, Quaternion.Identity), new EulerAngles(error, 0, 0).ToRotation())], 0))]);
        TradeoffChart.Write(folder.PathOf("t.png"), [Result("one", 2, 9, 6), Result("two", 6, 3, 12)], threads: 1);

        using var image = Cv2.ImRead(folder.PathOf("t.png"));
        using var panels = new Mat(image, new Rect(0, 0, image.Width / 2, image.Height));
        foreach (var part in new[] { image, panels })
        {
            for (var series = 0; series < 2; series++)
            {
                var colour = new Scalar(Chart.ColourOf(series).B, Chart.ColourOf(series).G, Chart.ColourOf(series).R);
                using var points = new Mat();
                Cv2.InRange(part, colour, colour, points);
                Assert.InRange(Cv2.CountNonZero(points), part == image ? 100 : 50, 500);
            }
        }
    }
}
