using HeadTracker.Detection;
using HeadTracker.Inference;
using HeadTracker.Tests.Support;
using Xunit.Abstractions;

namespace HeadTracker.Tests.Detection;

/// <summary>How many faces of a labelled photo set are found, with the canonical box against the landmarks' own.</summary>
public sealed class DetectionRecallTests(ITestOutputHelper output)
{
    private const string Set = "data/faces/faces68-helen-afw.tar";

    [SharedFact(Set)]
    public void BlazeFace_back_finds_98_percent_of_all_faces() => Measure("blazeface-back", every: 1, leastRecall: 0.98, leastOverlap: 0.87);

    [SharedFact(Set)]
    public void BlazeFace_front_finds_98_percent_of_every_second_face() => Measure("blazeface-front", every: 2, leastRecall: 0.98, leastOverlap: 0.87);

    [SharedFact("data/detectors/yunet_n_320_320.onnx")]
    public void YuNet_finds_98_percent_of_every_fourth_face() =>
        Measure(SharedData.PathOf("data/detectors/yunet_n_320_320.onnx"), every: 4, leastRecall: 0.98, leastOverlap: 0.87);

    private void Measure(string model, int every, double leastRecall, double leastOverlap)
    {
        var boxes = LandmarkSet.BoxesOf(Set);
        using var detector = FaceDetectors.Create(model, ExecutionProvider.Cpu);
        var faces = new List<FaceDetection>();
        var overlaps = new List<float>();
        var index = 0;
        foreach (var photo in Photo.FromTar(Set))
        {
            if (index++ % every != 0) continue;
            detector.Detect(photo.Image, faces);
            var truth = boxes[photo.Name];
            overlaps.Add(faces.Count == 0 ? 0 : faces.Max(f => f.Box.IntersectionOverUnion(truth)));
        }

        var recall = overlaps.Count(o => o >= 0.5f) / (double)overlaps.Count;
        output.WriteLine($"{detector.Name}: {recall:P2} of {overlaps.Count} faces at IoU ≥ 0.5, mean IoU {overlaps.Average():F3}, worst {overlaps.Min():F3}");
        Assert.True(recall >= leastRecall, $"recall {recall:P2}");
        Assert.True(overlaps.Average() >= leastOverlap, $"mean IoU {overlaps.Average():F3}");
    }
}
