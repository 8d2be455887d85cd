using HeadTracker.Contract;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Import;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Import;

public sealed class EncoderWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.PathOf("out.safetensors");

    public static TheoryData<Backbone> Backbones => [.. Enum.GetValues<Backbone>()];

    public void Dispose() => _folder.Dispose();

    /// <summary>Golden/README.md says how the file and its numbers came about.</summary>
    [Fact]
    public void What_CPythons_pickler_wrote_is_read_number_by_number()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", "resnet18-width1.pth");
        var weights = EncoderWeights.Read(path);
        Assert.Equal((Backbone.ResNet18, 1, false), (weights.Backbone, weights.Shape.Width, weights.IsFolded));
        Assert.Equal(["fc.bias", "fc.weight"], weights.LeftOut);
        using var backbone = new ResNet(weights.Shape);
        var names = TorchVisionOrder(weights.Shape).ToList();
        Assert.Equal(120, names.Count);
        Assert.Equal(backbone.state_dict().Keys.Order(), weights.Tensors.Keys.Order());
        for (var n = 0; n < names.Count; n++)
        {
            var tensor = weights.Tensors[names[n]];
            if (names[n].EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                Assert.Equal(n, tensor.item<long>());
                continue;
            }

            var shift = names[n].EndsWith("running_var", StringComparison.Ordinal) ? 1 : -48;
            Assert.Equal(Enumerable.Range(0, (int)tensor.numel()).Select(k => ((n * 31 + k * 7) % 97 + shift) / 64f), tensor.data<float>().ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void A_network_from_a_state_dict_has_the_originals_features(Backbone backbone)
    {
        using var network = RandomEncoder.Network(backbone);
        TorchWriter.Write(_folder.PathOf("a.pth"), RandomEncoder.StateOf(network.Backbone));
        var weights = Convert(_folder.PathOf("a.pth"));
        Assert.Equal(backbone, weights.Backbone);
        Assert.Equal(0, RandomEncoder.DifferenceFrom(network.Backbone, Target));
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void A_network_from_this_programs_own_export_has_its_features(Backbone backbone)
    {
        using var network = RandomEncoder.Network(backbone);
        var weights = Exported(network);
        Assert.Equal((backbone, true), (weights.Backbone, weights.IsFolded));
        Assert.Empty(weights.LeftOut);
        Assert.Equal(["heads.bins3.weight", "heads.bins3.bias"], weights.Head.Keys);
        Assert.InRange(RandomEncoder.DifferenceFrom(network.Backbone, Target), 0, 1e-4f);
    }

    [Fact]
    public void An_exported_model_is_trained_on_with_its_head()
    {
        using var scope = NewDisposeScope();
        using var original = RandomEncoder.Network(Backbone.ResNet18, width: 4);
        var weights = Exported(original);
        Assert.Empty(weights.LeftOut);

        using var again = new PoseNetwork(original.Definition);
        PretrainedWeights.Load(again.Backbone, Target, again.Heads);
        again.eval();
        using var none = no_grad();
        var faces = randn(4, 3, 64, 64);
        var (expected, actual) = (original.call(faces).Finest, again.call(faces).Finest);
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-3f * expected.abs().max().item<float>());

        using var others = new PoseNetwork(original.Definition with { BinSizes = [2] });
        Assert.Contains("leave out 'initHeads'", Assert.Throws<UserErrorException>(
            () => PretrainedWeights.Load(others.Backbone, Target, others.Heads)).Message, StringComparison.Ordinal);
    }

    /// <summary>The network that was exported is the one to compare with: training norms by the batch, and folded ones knew nothing of its scale.</summary>
    [Fact]
    public void Folded_batch_norms_whose_statistics_are_measured_train_on_from_the_same_function()
    {
        using var scope = NewDisposeScope();
        using var original = RandomEncoder.Network(Backbone.ResNet18, width: 4);
        var folded = Exported(original);
        manual_seed(3);
        var faces = randn(32, 3, 64, 64);
        var measured = folded.WithMeasuredNorms([faces[..16], faces[16..]]);
        Assert.False(measured.IsFolded);

        using var none = no_grad();
        var expected = original.Backbone.call(faces);
        Assert.InRange(Difference(measured, training: false), 0, 1e-4f);
        Assert.InRange(Difference(measured, training: true), 0, 1e-3f);
        Assert.True(Difference(folded, training: true) > 0.5f);

        float Difference(EncoderWeights weights, bool training)
        {
            using var network = new ResNet(weights.Shape);
            foreach (var (name, target) in network.state_dict()) target.copy_(weights.Tensors[name]);
            network.train(training);
            return ((network.call(faces) - expected).abs().max() / expected.abs().max()).item<float>();
        }
    }

    /// <summary>
    /// As torch's exporter leaves a network in evaluation mode: norms folded, weights numbered; a projection behind its block's main path, or before.
    /// </summary>
    [Theory]
    [InlineData(Backbone.ResNet18, true)]
    [InlineData(Backbone.ResNet18, false)]
    [InlineData(Backbone.ResNet50, true)]
    [InlineData(Backbone.ResNet50, false)]
    public void Convolutions_without_names_are_found_by_the_order_of_the_graph(Backbone backbone, bool projectionLast)
    {
        using var network = RandomEncoder.Network(backbone);
        var model = RandomEncoder.Export(network, _folder.PathOf("a.onnx"));
        if (projectionLast) GraphEdits.MoveProjectionsLast(model.Graph);
        GraphEdits.NumberWeights(model.Graph);
        OnnxFile.Write(model, _folder.PathOf("b.onnx"));
        Assert.Equal(backbone, Convert(_folder.PathOf("b.onnx")).Backbone);
        Assert.InRange(RandomEncoder.DifferenceFrom(network.Backbone, Target), 0, 1e-4f);
    }

    /// <summary>As torch's exporter leaves a network in training mode: norms of their own, torchvision's names, an ε that is another's.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(1e-3f)]
    public void Batch_norms_that_were_kept_come_along_with_their_scales(float? epsilon)
    {
        using var network = RandomEncoder.Network(Backbone.ResNet34);
        var model = RandomEncoder.Export(network, _folder.PathOf("a.onnx"));
        GraphEdits.Unfold(model.Graph, network.Backbone, epsilon);
        OnnxFile.Write(model, _folder.PathOf("b.onnx"));
        using var scope = NewDisposeScope();
        var weights = Convert(_folder.PathOf("b.onnx"));
        Assert.False(weights.IsFolded);
        Assert.True(weights.Tensors["layer3.1.bn2.weight"].allclose(network.Backbone.state_dict()["layer3.1.bn2.weight"]));
        if (epsilon is null) Assert.InRange(RandomEncoder.DifferenceFrom(network.Backbone, Target), 0, 1e-4f);
        else Assert.True(weights.Tensors["bn1.running_var"].allclose(network.Backbone.state_dict()["bn1.running_var"] + (epsilon.Value - 1e-5f)));
    }

    /// <summary>As CNTK's ResNet-18 is stored, whose last stage has a block more than torchvision's.</summary>
    [Theory]
    [InlineData(Backbone.ResNet18, "layer4.1.", 2)]
    [InlineData(Backbone.ResNet50, "layer4.2.", 3)]
    public void Blocks_behind_the_last_one_are_left_out(Backbone backbone, string last, int convolutions)
    {
        using var network = RandomEncoder.Network(backbone);
        var model = RandomEncoder.Export(network, _folder.PathOf("a.onnx"));
        GraphEdits.RepeatLastBlock(model.Graph, last, "layer4.9.");
        GraphEdits.StoreOneByOne(model.Graph);
        GraphEdits.NumberWeights(model.Graph);
        OnnxFile.Write(model, _folder.PathOf("b.onnx"));
        var weights = Convert(_folder.PathOf("b.onnx"));
        Assert.Equal((backbone, convolutions), (weights.Backbone, weights.ConvolutionsBehind));
        Assert.InRange(RandomEncoder.DifferenceFrom(network.Backbone, Target), 0, 1e-4f);
    }

    /// <summary>Compared inside: the zeros around a picture stand for its mean colour, which is another there.</summary>
    [Theory]
    [InlineData(ChannelOrder.Bgr)]
    [InlineData(ChannelOrder.Rgb)]
    public void Weights_for_other_pixels_give_the_same_of_the_same_picture(ChannelOrder order)
    {
        using var scope = NewDisposeScope();
        using var network = RandomEncoder.Network(Backbone.ResNet18, width: 4);
        var weights = new EncoderWeights(Backbone.ResNet18, network.Backbone.Shape, network.Backbone.state_dict(), [], IsFolded: false);
        manual_seed(4);
        var bytes = randint(0, 256, [1, 3, 32, 32]).to(ScalarType.Float32);
        var ours = PixelNormalizer.ImageNet;
        float[] means = [103.06f, 115.9f, 123.15f], deviations = [1, 2, 3];
        var theirs = new PixelNormalizer(order, Array.ConvertAll(means, value => value / 255), Array.ConvertAll(deviations, value => value / 255));
        var inTheirs = (Planes(theirs) - tensor(means).reshape(1, 3, 1, 1)) / tensor(deviations).reshape(1, 3, 1, 1);
        var inOurs = (Planes(ours) / 255 - tensor(ours.Mean.ToArray()).reshape(1, 3, 1, 1)) / tensor(ours.Std.ToArray()).reshape(1, 3, 1, 1);

        var (expected, actual) = (Stem(weights, inTheirs), Stem(weights.FromPixels(theirs), inOurs));
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-4f * expected.abs().max().item<float>());

        Tensor Planes(PixelNormalizer normalizer) => stack([.. Enumerable.Range(0, 3).Select(plane => bytes[.., normalizer.SourceByteOf(plane)])], 1);

        static Tensor Stem(EncoderWeights weights, Tensor picture)
        {
            Tensor Channels(string name) => weights.Tensors[name].reshape(1, -1, 1, 1);
            var x = nn.functional.conv2d(picture, weights.Tensors["conv1.weight"], strides: [2]);
            return (x - Channels("bn1.running_mean")) / (Channels("bn1.running_var") + 1e-5).sqrt() * Channels("bn1.weight") + Channels("bn1.bias");
        }
    }

    /// <summary>Its shapes are a ResNet-18's, and so would its features be, of another network.</summary>
    [Theory]
    [InlineData("strides")]
    [InlineData("activation")]
    public void A_graph_that_computes_something_else_is_refused(string change)
    {
        using var network = RandomEncoder.Network(Backbone.ResNet18);
        var model = RandomEncoder.Export(network, _folder.PathOf("a.onnx"));
        if (change == "strides") model.Graph.Node.First(node => node.OpType == "MaxPool").Attribute.First(item => item.Name == "kernel_shape").Ints[0] = 2;
        else model.Graph.Node.First(node => node.OpType == "Relu").OpType = "Sigmoid";
        OnnxFile.Write(model, _folder.PathOf("b.onnx"));
        RequireSentence(_folder.PathOf("b.onnx"), "its feature map is not what a ResNet18 of torchvision's kind makes of its weights");
    }

    [Fact]
    public void Other_networks_graphs_are_refused()
    {
        using var network = Tiny.Network();
        RandomEncoder.Export(network, _folder.PathOf("a.onnx"));
        RequireSentence(_folder.PathOf("a.onnx"), "it has 12 convolutions, as no ResNet-18");
        File.WriteAllText(_folder.PathOf("b.onnx"), "no graph");
        RequireSentence(_folder.PathOf("b.onnx"), "cannot be read as an ONNX model");
    }

    [Fact]
    public void What_a_state_dict_lacks_or_has_too_much_is_named()
    {
        using var network = RandomEncoder.Network(Backbone.ResNet18);
        var state = RandomEncoder.StateOf(network.Backbone);
        Refuse(state.Where(pair => pair.Name != "layer4.1.bn2.bias"), "it lacks 'layer4.1.bn2.bias', which a ResNet18 has");
        Refuse(state.Select(pair => ("module." + pair.Name, pair.Value)), "it lacks 'conv1.weight'");
        Refuse([.. state, ("layer4.1.conv2.bias", ones(3))], "it also holds 'layer4.1.conv2.bias', for which a ResNet18 has no place");
        Refuse(state.Where(pair => !pair.Name.StartsWith("layer2.1.", StringComparison.Ordinal)), "its stages have 2, 1, 2, 2 blocks");
        Refuse(state.Select(pair => (pair.Name, pair.Name == "layer1.0.conv1.weight" ? ones(2, 1, 3, 3) : pair.Value)),
            "'layer1.0.conv1.weight' has the shape (2, 1, 3, 3), that of a ResNet18 has (2, 2, 3, 3)");
        Refuse(state.Select(pair => (pair.Name, pair.Name == "bn1.bias" ? tensor(new[] { 0, float.NaN }) : pair.Value)), "'bn1.bias' holds what is no number");

        // Files from before torch counted batches, and halves.
        var counted = state.Where(pair => !pair.Name.EndsWith("tracked", StringComparison.Ordinal));
        TorchWriter.Write(_folder.PathOf("old.pth"), counted.Select(pair => (pair.Name, pair.Value.half())));
        Convert(_folder.PathOf("old.pth"));
        Assert.InRange(RandomEncoder.DifferenceFrom(network.Backbone, Target), 0, 0.1f);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_one_sentence()
    {
        var whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "resnet18-width1.pth"));
        for (var length = 0; length < whole.Length; length += 997)
        {
            File.WriteAllBytes(_folder.PathOf("cut.pth"), whole[..length]);
            RequireSentence(_folder.PathOf("cut.pth"), "gives no encoder");
        }

        // torch's format before 1.6 begins with a pickle.
        File.WriteAllBytes(_folder.PathOf("old.pth"), [0x80, 2, .. new byte[100]]);
        RequireSentence(_folder.PathOf("old.pth"), "load and save it again with a newer PyTorch");
        RequireSentence(_folder.PathOf("none.pth"), "does not exist");
    }

    private static IEnumerable<string> TorchVisionOrder(ResNetShape shape) => EncoderShapes.BlocksOf(shape).SelectMany(block => block).SelectMany(pair => new[]
    {
        pair.Convolution + ".weight", pair.Norm + ".weight", pair.Norm + ".bias", pair.Norm + ".running_mean", pair.Norm + ".running_var",
        pair.Norm + ".num_batches_tracked",
    });

    /// <summary>This program's own export of the network, read and kept as <see cref="Target"/>.</summary>
    private EncoderWeights Exported(PoseNetwork network)
    {
        RandomEncoder.Export(network, _folder.PathOf("a.onnx"));
        return Convert(_folder.PathOf("a.onnx"));
    }

    private EncoderWeights Convert(string path)
    {
        var weights = EncoderWeights.Read(path);
        weights.Save(Target, "test");
        return weights;
    }

    private void Refuse(IEnumerable<(string Name, Tensor Value)> state, string reason)
    {
        File.Delete(_folder.PathOf("bad.pth"));
        TorchWriter.Write(_folder.PathOf("bad.pth"), state);
        RequireSentence(_folder.PathOf("bad.pth"), reason);
    }

    private static void RequireSentence(string path, string reason)
    {
        var message = Assert.Throws<UserErrorException>(() => EncoderWeights.Read(path)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }
}
