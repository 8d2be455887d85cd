using HeadTracker.Tests;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Labelling;
using Xunit.Abstractions;

namespace HeadTracker.Training.Tests.Evaluation;

/// <summary>Foreign networks through their adapters on real photos: a wrong convention, crop or channel order costs tens of degrees.</summary>
public class TeacherTests(ITestOutputHelper output)
{
    private const string Faces = "data/faces/aflw2000-dev";

    [SharedFact(Faces)]
    public void FSA_Net_is_as_good_as_known_on_AFLW2000()
    {
        var files = new[] { "fsanet-1x1-iter-688590.onnx", "fsanet-var-iter-688590.onnx" }.Select(file => SharedData.PathOf("data/teachers/" + file));
        var metrics = Run(string.Join('+', files));
        Assert.InRange(metrics.Mean.Value, 2, 5);
    }

    [SharedFact(Faces)]
    public void Opentracks_network_is_as_good_as_known_on_AFLW2000()
    {
        var metrics = Run(SharedData.PathOf("data/teachers/opentrack-head-pose-0.4-small-int8.onnx"));
        Assert.InRange(metrics.Geodesic.Value, 2, 6);
    }

    /// <summary>BIWI's zero lies some degrees beside 300W-LP's, but a wrong sign of its 10° pitch would lie 15° beside.</summary>
    [SharedFact("data/labels/biwi-sample")]
    public void BIWIs_binary_angles_have_the_signs_that_an_independent_network_sees()
    {
        using var dataset = DatasetReference.Parse("biwi:" + SharedData.PathOf("data/labels/biwi-sample")).Open();
        using var adapter = PoseAdapters.Open(SharedData.PathOf("data/teachers/opentrack-head-pose-0.4-small-int8.onnx"));
        using var detector = new PhotoFaces(Detection.FaceDetectors.Create("blazeface"));
        var faces = dataset.Faces.Where(face => PhotoFaces.TryMatch(detector.Find(dataset.Photos, face.Image), face.Box, out _)).Select(face =>
        {
            PhotoFaces.TryMatch(detector.Find(dataset.Photos, face.Image), face.Box, out var box);
            return face with { Box = box };
        }).ToList();

        var metrics = Evaluator.Run(dataset with { Faces = faces }, [adapter])[0].Metrics;
        output.WriteLine(metrics.ToString());
        Assert.Equal(10, metrics.Count);
        Assert.InRange(MathF.Abs(metrics.Offset.Pitch), 0, 7);
        Assert.InRange(MathF.Abs(metrics.Offset.Yaw), 0, 7);
        Assert.InRange(metrics.ErrorsWithoutOffset.Mean, 0, 1);
    }

    [SharedFact("data/detectors")]
    public void A_model_of_another_kind_is_refused_in_one_sentence()
    {
        var error = Assert.Throws<UserErrorException>(() => PoseAdapters.Open(SharedData.PathOf("data/detectors/ultraface-rfb-320.onnx")));
        Assert.Contains("is no pose model known here", error.Message, StringComparison.Ordinal);
    }

    private PoseMetrics Run(string model)
    {
        using var dataset = new DatasetReference(SharedData.PathOf(Faces)).Open();
        using var adapter = PoseAdapters.Open(model);
        var metrics = Evaluator.Run(dataset, [adapter])[0].Metrics;
        output.WriteLine(metrics.ToString());
        return metrics;
    }
}
