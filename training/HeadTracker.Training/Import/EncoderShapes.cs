using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Import;

/// <summary>Which ResNet a file's weights are, by torchvision's names or by how many convolutions there are.</summary>
internal static class EncoderShapes
{
    /// <param name="has">Whether a tensor of that name is there.</param>
    /// <param name="width">Channels of the first convolution.</param>
    /// <exception cref="InvalidDataException">It is none of the family.</exception>
    public static (Backbone Backbone, ResNetShape Shape) ByNames(Func<string, bool> has, int width)
    {
        int[] blocks = [.. Enumerable.Range(1, ResNet.Stages).Select(stage => Enumerable.Range(0, int.MaxValue)
            .First(block => !has($"layer{stage}.{block}.conv1.weight")))];
        return Of(shape => shape.Bottleneck == has("layer1.0.conv3.weight") && shape.Blocks.SequenceEqual(blocks), width)
            ?? throw new InvalidDataException($"its stages have {string.Join(", ", blocks)} blocks, as no ResNet-18, -34, -50, -101 or -152 has");
    }

    /// <summary>
    /// That of all the convolutions or, where none has as many, the deepest of those that the file has whole, with blocks behind that repeat its last
    /// one: CNTK's ResNet-18 has a block more than torchvision's.
    /// </summary>
    /// <param name="kernels">The shapes of all kernels of the encoder, in the graph's order.</param>
    /// <exception cref="InvalidDataException">It is none of the family.</exception>
    public static (Backbone Backbone, ResNetShape Shape) ByKernels(IReadOnlyList<IReadOnlyList<int>> kernels)
    {
        var width = kernels[0][0];
        return Of(shape => ConvolutionsOf(shape).Count() == kernels.Count, width) ?? Of(shape => HasBlocksBehind(shape, kernels), width)
            ?? throw new InvalidDataException($"it has {kernels.Count} convolutions, as no ResNet-18, -34, -50, -101 or -152 has");
    }

    /// <summary>torchvision's names of all convolutions and of the batch norm behind each, block by block, a block's projection last.</summary>
    public static IEnumerable<IReadOnlyList<(string Convolution, string Norm)>> BlocksOf(ResNetShape shape)
    {
        yield return [("conv1", "bn1")];
        for (var stage = 0; stage < shape.Blocks.Count; stage++)
        {
            for (var block = 0; block < shape.Blocks[stage]; block++)
            {
                var prefix = $"layer{stage + 1}.{block}.";
                var path = Enumerable.Range(1, shape.Bottleneck ? 3 : 2).Select(i => ($"{prefix}conv{i}", $"{prefix}bn{i}"));
                // The first block of a stage changes the shape; in the first stage of basic blocks nothing does.
                var projects = block == 0 && (stage > 0 || shape.Bottleneck);
                yield return [.. path, .. projects ? [($"{prefix}downsample.0", $"{prefix}downsample.1")] : Array.Empty<(string, string)>()];
            }
        }
    }

    private static bool HasBlocksBehind(ResNetShape shape, IReadOnlyList<IReadOnlyList<int>> kernels)
    {
        var (whole, perBlock) = (ConvolutionsOf(shape).Count(), BlocksOf(shape).Last().Count);
        return kernels.Count > whole && (kernels.Count - whole) % perBlock == 0
            && kernels.Skip(whole).Zip(kernels.Skip(whole - perBlock)).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    private static IEnumerable<string> ConvolutionsOf(ResNetShape shape) => BlocksOf(shape).SelectMany(block => block).Select(pair => pair.Convolution);

    private static (Backbone, ResNetShape)? Of(Func<ResNetShape, bool> fits, int width)
    {
        foreach (var backbone in Enum.GetValues<Backbone>().Reverse())
        {
            var shape = ResNetShape.Of(backbone) with { Width = width };
            if (fits(shape)) return (backbone, shape);
        }

        return null;
    }
}
