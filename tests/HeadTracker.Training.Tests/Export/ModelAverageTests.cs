using HeadTracker.Contract;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Tests.Data;
using HeadTracker.Training.Tests.Import;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Export;

public sealed class ModelAverageTests : IDisposable
{
    private const int Size = 64;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Of networks that differ in their heads alone the answers are linear in the weights.</summary>
    [Fact]
    public void Heads_whose_weights_are_averaged_answer_with_the_mean_of_the_logits()
    {
        using var network = RandomEncoder.Network(Backbone.ResNet18);
        var one = Export(network, "one.onnx");
        ChangeHeads(network);
        var other = Export(network, "other.onnx");
        var (a, b, mean) = (YawOf(one.Model), YawOf(other.Model), YawOf(ModelAverage.Of([one, other, other])));
        Assert.True(a.Zip(b, (x, y) => Math.Abs(x - y)).Max() > 0.1f);
        for (var i = 0; i < mean.Length; i++) Assert.Equal((a[i] + 2 * b[i]) / 3, mean[i], 1e-3f);
    }

    [Fact]
    public void The_mean_of_a_model_and_itself_is_the_model_and_says_what_it_is_of()
    {
        using var network = RandomEncoder.Network(Backbone.ResNet18);
        var model = Export(network, "a.onnx");
        var mean = ModelAverage.Of([model, model]);
        Assert.Equal(model.Model.Graph, mean.Graph);
        Assert.Equal("mean of test, test", OnnxFile.ContractOf(mean, "mean").Run);
        Assert.Equal("test", OnnxFile.ContractOf(model.Model, "a").Run);
    }

    [Fact]
    public void Models_that_do_not_fit_each_other_are_refused()
    {
        using var network = RandomEncoder.Network(Backbone.ResNet18);
        using var wider = RandomEncoder.Network(Backbone.ResNet18, width: 4);
        using var deeper = RandomEncoder.Network(Backbone.ResNet34);
        var model = Export(network, "a.onnx");
        Refuse("needs two models", model);
        Refuse("have different shapes", model, Export(wider, "wider.onnx"));
        Refuse("are different networks", model, Export(deeper, "deeper.onnx"));

        var contract = OnnxFile.ContractOf(model.Model, "a") with { Crop = new CropRule(CropShape.Square, 1.2f) };
        var cropped = model.Model.Clone();
        cropped.MetadataProps.Single(entry => entry.Key == PoseModelContract.MetadataKey).Value = contract.ToJson();
        Refuse("have different contracts", model, ("cropped.onnx", cropped));
    }

    private static void Refuse(string reason, params (string, ModelProto)[] models) =>
        Assert.Contains(reason, Assert.Throws<UserErrorException>(() => ModelAverage.Of(models)).Message, StringComparison.Ordinal);

    /// <summary>Logits of one random picture.</summary>
    private static float[] YawOf(ModelProto model)
    {
        var random = new Random(1);
        float[] picture = [.. Enumerable.Range(0, 3 * Size * Size).Select(_ => (float)random.NextDouble() * 4 - 2)];
        return OnnxRun.Of(model, picture, Size, "yaw");
    }

    private static void ChangeHeads(PoseNetwork network)
    {
        using var none = no_grad();
        foreach (var (_, value) in network.Heads.state_dict()) value.add_(0.5f * randn_like(value));
    }

    private (string Path, ModelProto Model) Export(PoseNetwork network, string name) =>
        (_folder.PathOf(name), RandomEncoder.Export(network, _folder.PathOf(name)));
}
