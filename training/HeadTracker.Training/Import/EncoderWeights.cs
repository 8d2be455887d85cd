using HeadTracker.Contract;
using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Import;

/// <summary>The encoder of a ResNet from elsewhere, whole and checked: what a backbone of its depth and width has, under torchvision's names.</summary>
/// <param name="Backbone">Its depth.</param>
/// <param name="Shape">Its depth and width.</param>
/// <param name="Tensors">On the CPU, float32 but for the counters; they belong to the dispose scope in which they were read.</param>
/// <param name="LeftOut">What the file holds besides, by name: its classifier.</param>
/// <param name="IsFolded">Whether batch norms had been folded into the convolutions, and so lost their scales.</param>
public sealed record EncoderWeights(
    Backbone Backbone, ResNetShape Shape, IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyList<string> LeftOut, bool IsFolded)
{
    /// <summary>
    /// The head that a model exported here answers with, by its names in a network (<c>heads.bins1.weight</c>, <c>heads.bins1.bias</c>); empty where
    /// the file holds none. They belong to the dispose scope in which they were read.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Head { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>How many convolutions the file has in blocks behind the backbone's last one; their tensors are <see cref="LeftOut"/>.</summary>
    public int ConvolutionsBehind { get; init; }

    private const string Counter = "num_batches_tracked", Classifier = "fc.", Stem = "conv1.weight", StemMean = "bn1.running_mean";

    /// <summary>Share of the largest feature by which two ways of computing the same may differ.</summary>
    private const float Rounding = 1e-3f;

    /// <summary>Reads an ONNX file (<c>.onnx</c>), or a state dict as <c>torch.save</c> writes it.</summary>
    /// <exception cref="UserErrorException">The file is missing, damaged, no ResNet's, or would run code.</exception>
    public static EncoderWeights Read(string path)
    {
        try
        {
            return Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase) ? FromOnnx(path) : FromTorch(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"{path} does not exist; give torchvision's weights of a ResNet, or an ONNX file of one.", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new UserErrorException($"{path} gives no encoder ({e.Message.TrimEnd('.')}); give a whole file of a ResNet-18, -34, -50, -101 or -152.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message.TrimEnd('.')}); check the disk and the file's permissions.", e);
        }
    }

    /// <summary>Measures what went into folded batch norms (<see cref="FoldedNorms"/>).</summary>
    /// <param name="images">Batches of faces (B, 3, H, W), normalised.</param>
    /// <returns>The same function; its tensors belong to the dispose scope of the caller.</returns>
    public EncoderWeights WithMeasuredNorms(IEnumerable<Tensor> images)
    {
        using var none = no_grad();
        using var network = new ResNet(Shape);
        Fill(network, Tensors);
        FoldedNorms.Measure(network, images);
        return this with { Tensors = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone()), IsFolded = false };
    }

    /// <summary>
    /// The same function of a picture for networks that take <see cref="PixelNormalizer.ImageNet"/>'s values: planes of the first convolution in its
    /// order and scale, and its means in the running mean behind. Only where a kernel reaches over the rim, the padding's zeros stand for its mean
    /// colour instead of theirs.
    /// </summary>
    /// <param name="taken">What the file's network takes.</param>
    /// <returns>Its tensors belong to the dispose scope of the caller.</returns>
    public EncoderWeights FromPixels(PixelNormalizer taken)
    {
        using var scope = NewDisposeScope();
        var ours = PixelNormalizer.ImageNet;
        // byte = (value - offset) / factor of ours gives value' = scale · value + shift in theirs.
        int[] planes = taken.Channels == ours.Channels ? [0, 1, 2] : [2, 1, 0];
        var scale = planes.Select((theirs, plane) => taken.FactorOf(theirs) / ours.FactorOf(plane)).ToArray();
        var shift = planes.Select((theirs, plane) => taken.OffsetOf(theirs) - ours.OffsetOf(plane) * scale[plane]).ToArray();
        var kernel = Tensors[Stem].index_select(1, tensor(Array.ConvertAll(planes, plane => (long)plane)));
        var constant = (kernel.sum([2, 3]) * tensor(shift)).sum(1);
        Dictionary<string, Tensor> changed = new()
        {
            [Stem] = kernel * tensor(scale).reshape(1, 3, 1, 1),
            [StemMean] = Tensors[StemMean] - constant,
        };
        foreach (var value in changed.Values) value.MoveToOuterDisposeScope();
        return this with { Tensors = Tensors.ToDictionary(pair => pair.Key, pair => changed.GetValueOrDefault(pair.Key, pair.Value)) };
    }

    /// <summary>Writes the file that experiments start from (<see cref="Runs.PretrainedWeights"/>).</summary>
    /// <param name="path">The file; an older one stays whole until this one is.</param>
    /// <param name="source">What it was made from, for its metadata.</param>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void Save(string path, string source) =>
        Safetensors.Save(path, Tensors.Concat(Head).ToDictionary(), new Dictionary<string, string> { ["backbone"] = $"{Backbone}", ["source"] = source },
            checksum: true);

    private static EncoderWeights FromTorch(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = TorchFile.Open(stream);
        if (!file.Tensors.TryGetValue(Stem, out var stem) || stem.Shape.Length != 4) throw new InvalidDataException($"it lacks '{Stem}'");
        var (backbone, shape) = EncoderShapes.ByNames(file.Tensors.ContainsKey, WidthOf(stem.Shape[0]));
        using var network = new ResNet(shape);
        var tensors = Collect(network, $"{backbone}", file.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Shape), file.Read);
        var rest = file.Tensors.Keys.Except(tensors.Keys).Order(StringComparer.Ordinal).ToList();
        if (rest.Find(name => !name.StartsWith(Classifier, StringComparison.Ordinal)) is { } unknown)
            throw new InvalidDataException($"it also holds '{unknown}', for which a {backbone} has no place");
        return new EncoderWeights(backbone, shape, tensors, rest, IsFolded: false);
    }

    private static EncoderWeights FromOnnx(string path)
    {
        var model = OnnxFile.Read(path);
        var encoder = OnnxEncoder.Read(model);
        WidthOf(encoder.Shape.Width);
        using var network = new ResNet(encoder.Shape);
        var tensors = Collect(network, $"{encoder.Backbone}",
            encoder.Weights.ToDictionary(pair => pair.Key, pair => pair.Value.Shape.Select(side => (long)side).ToArray()),
            name => TensorOf(encoder.Weights[name]));
        Fill(network, tensors);
        var difference = OnnxParity.Difference(model, encoder.FeatureMap, network);
        if (!(difference <= Rounding))
            throw new InvalidDataException($"its feature map is not what a {encoder.Backbone} of torchvision's kind makes of its weights");
        var head = HeadIn(model, encoder, path);
        string[] rest = [.. encoder.LeftOut.Order(StringComparer.Ordinal)];
        return new EncoderWeights(encoder.Backbone, encoder.Shape, tensors, rest, encoder.IsFolded)
        {
            Head = head, ConvolutionsBehind = encoder.ConvolutionsBehind,
        };
    }

    /// <summary>The three angles' layers as the one that a <see cref="PoseHeads"/> has.</summary>
    private static Dictionary<string, Tensor> HeadIn(ModelProto model, OnnxEncoder encoder, string path)
    {
        if (OnnxFile.ContractIn(model, path) is not { } contract) return [];
        if (contract.Heads.Any(bins => bins != contract.Heads[0])) return [];
        var name = $"heads.{PoseHeads.NameOf(contract.Heads[0])}";
        var layers = PoseModelContract.OutputNames.Select(angle => encoder.TakeLayer($"{angle}.logits", encoder.Shape.Features)).ToArray();
        if (layers.Any(layer => layer?.Bias.Shape[0] != contract.Heads[0].Count)) return [];
        return new()
        {
            [$"{name}.weight"] = cat([.. layers.Select(layer => TensorOf(layer!.Value.Weight))]),
            [$"{name}.bias"] = cat([.. layers.Select(layer => TensorOf(layer!.Value.Bias))]),
        };
    }

    private static Tensor TensorOf(Weight weight) => tensor(weight.Values, [.. weight.Shape.Select(side => (long)side)]);

    /// <summary>Gives a backbone all its weights, for evaluation.</summary>
    private static void Fill(ResNet network, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var none = no_grad();
        foreach (var (name, target) in network.state_dict()) target.copy_(tensors[name]);
        network.eval();
    }

    private static int WidthOf(long channels) => channels is >= 1 and <= PoseNetworkDefinition.LargestWidth ? (int)channels
        : throw new InvalidDataException($"its first convolution has {channels} channels");

    /// <summary>Every tensor of a backbone, once all of them are known to be there and to fit.</summary>
    private static Dictionary<string, Tensor> Collect(
        ResNet network, string backbone, IReadOnlyDictionary<string, long[]> shapes, Func<string, Tensor> read)
    {
        var wanted = network.state_dict();
        foreach (var (name, target) in wanted)
        {
            if (!shapes.TryGetValue(name, out var shape))
            {
                if (IsCounter(name)) continue;
                throw new InvalidDataException($"it lacks '{name}', which a {backbone} has");
            }

            if (!shape.SequenceEqual(target.shape))
                throw new InvalidDataException(
                    $"'{name}' has the shape ({string.Join(", ", shape)}), that of a {backbone} has ({string.Join(", ", target.shape)})");
        }

        var tensors = new Dictionary<string, Tensor>(wanted.Count, StringComparer.Ordinal);
        foreach (var (name, target) in wanted)
        {
            // Files from before torch counted batches lack the counters, which nothing here reads.
            using var found = shapes.ContainsKey(name) ? read(name) : zeros(target.shape, target.dtype);
            var values = found.to(target.dtype, copy: true);
            tensors[name] = values;
            if (!values.is_floating_point()) continue;
            using var finite = values.isfinite().all();
            if (!finite.item<bool>()) throw new InvalidDataException($"'{name}' holds what is no number, or infinity");
        }

        return tensors;
    }

    private static bool IsCounter(string name) => name.EndsWith(Counter, StringComparison.Ordinal);
}
