using HeadTracker.Geometry;
using HeadTracker.Training.Export;
using HeadTracker.Training.Quantisation;

namespace HeadTracker.Training.Tests.Quantisation;

public class ActivationCalibratorTests
{
    private const int Side = 32, Count = 24;

    /// <summary>
    /// A pixel in 24,576 is an outlier to the first layer. The second, a sum of nine neighbours, shows it in nine values, which are none any more, and
    /// are made of what the first layer has no room for.
    /// </summary>
    [Fact]
    public void What_is_cut_off_needs_no_room_in_the_layers_behind()
    {
        var graph = new OnnxGraphBuilder("sums", WeightPrecision.Single);
        var x = graph.Input("image", 3, Side, Side);
        x = graph.Relu(graph.Convolution(x, "first", new Weight([1, 3, 1, 1], [1, 0, 0]), new Weight([1], [0]), stride: 1, padding: 0), "first.relu");
        x = graph.Convolution(x, "second", new Weight([1, 1, 3, 3], [.. Enumerable.Repeat(1f, 9)]), new Weight([1], [0]), stride: 1, padding: 1);
        graph.Output(graph.Relu(x, "out"), "result", 1, Side, Side);
        var source = new QuantizableGraph(graph.Build([new("key", "value")]));
        var random = new Random(5);
        var images = Enumerable.Range(0, Count * 3 * Side * Side).Select(_ => (float)random.NextDouble()).ToArray();
        images[3 * 3 * Side * Side + 10 * Side + 10] = 100;
        var faces = new CalibrationFaces(images, [.. Enumerable.Repeat(new EulerAngles(0, 0, 0), Count)], Side);

        var histograms = ActivationCalibrator.Record(source, faces);
        Assert.Equal(100, histograms["first.relu"].Maximum);
        Assert.InRange(histograms["out"].Maximum, 100, 110);
        var scales = ActivationCalibrator.Scales(source, faces, RangeRule.Percentile, histograms);
        Assert.InRange(scales["first.relu"].Dequantize(byte.MaxValue), 0.9f, 1.1f);
        Assert.InRange(scales["out"].Dequantize(byte.MaxValue), 6, 10);
        // Where nothing is cut off, nothing changes.
        Assert.InRange(ActivationCalibrator.Scales(source, faces, RangeRule.MinMax, histograms)["out"].Dequantize(byte.MaxValue), 100, 110);
    }
}
