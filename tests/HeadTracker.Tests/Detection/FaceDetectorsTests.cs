using HeadTracker.Detection;
using HeadTracker.Inference;
using HeadTracker.Tests.Support;

namespace HeadTracker.Tests.Detection;

public sealed class FaceDetectorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headtracker").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("blazeface", "BlazeFace back 256")]
    [InlineData("BlazeFace-Front", "BlazeFace front 128")]
    public void Names_stand_for_the_models_that_come_with_the_program(string name, string expected)
    {
        using var detector = FaceDetectors.Create(name);
        Assert.Equal(expected, detector.Name);
    }

    [Fact]
    public void The_kind_of_a_file_shows_in_its_tensors_not_in_its_name()
    {
        var path = Path.Combine(_folder, "anything.onnx");
        File.Copy(ModelFiles.PathOf("blazeface-front-128.onnx"), path);
        using var detector = FaceDetectors.Create(path);
        Assert.Equal("BlazeFace front 128", detector.Name);
    }

    [SharedFact("data/detectors/yunet_n_dynamic.onnx")]
    public void YuNet_with_open_sides_runs_at_640()
    {
        using var detector = FaceDetectors.Create(SharedData.PathOf("data/detectors/yunet_n_dynamic.onnx"), ExecutionProvider.Cpu);
        Assert.Equal("YuNet 640", detector.Name);
        using var photo = Photo.Sample(3);
        var faces = new List<FaceDetection>();
        detector.Detect(photo.Image, faces);
        Assert.Equal(3, faces.Count);
    }

    [SharedFact("data/detectors/ultraface-rfb-320.onnx")]
    public void Another_network_is_refused_with_what_was_expected_and_found()
    {
        var path = SharedData.PathOf("data/detectors/ultraface-rfb-320.onnx");
        var message = Refusal(path);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("expected the tensors of BlazeFace", message, StringComparison.Ordinal);
        Assert.Contains("found input Float [1, 3, 240, 320]; scores Float [1, 4420, 2]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_a_cut_off_and_an_empty_file_each_get_a_sentence()
    {
        Assert.Contains("There is no model 'nowhere.onnx'", Refusal("nowhere.onnx"), StringComparison.Ordinal);

        var whole = File.ReadAllBytes(ModelFiles.PathOf("blazeface-front-128.onnx"));
        var path = Path.Combine(_folder, "cut.onnx");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.Contains("cut.onnx is not a whole ONNX model (", Refusal(path), StringComparison.Ordinal);
        File.WriteAllBytes(path, []);
        Assert.Contains("cut.onnx is not a whole ONNX model (", Refusal(path), StringComparison.Ordinal);
        File.WriteAllText(path, "not a model at all");
        Assert.Contains("cut.onnx is not a whole ONNX model (", Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(float.NaN)]
    public void A_least_score_outside_0_to_1_is_refused(float score) =>
        Assert.Contains("must lie between 0 and 1",
            Assert.Throws<UserErrorException>(() => FaceDetectors.Create(new DetectorOptions { MinimumScore = score })).Message, StringComparison.Ordinal);

    private static string Refusal(string model)
    {
        var message = Assert.Throws<UserErrorException>(() => FaceDetectors.Create(model, ExecutionProvider.Cpu)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
