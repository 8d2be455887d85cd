using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Import;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Commands;

/// <summary><c>train weights</c>: a ResNet's weights from elsewhere → the file that experiments start from.</summary>
internal static class WeightsCommand
{
    /// <summary>Of which folded batch norms' statistics are taken, and how many at a time.</summary>
    private const int MeasuredFaces = 1024, Batch = 64;

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "torchvision's weights as torch.save writes them (.pth; read as data by this program "
            + "itself, no code in them is run), or an ONNX file of a ResNet (.onnx).", HelpName = "FILE", Required = true };
        var output = new Option<string>("--out") { Description = "The file to write, such as runs/data/resnet50.safetensors.", HelpName = "FILE",
            Required = true };
        var norms = new Option<string>("--norms") { Description = "A packed set, of whose faces the batch norms' statistics are measured where --from has "
            + "them folded.", HelpName = "SET" };
        var order = new ChoiceOption("--channels", "The order in which --from takes a picture's channels.", "rgb", "bgr");
        var mean = new ChannelsOption("--mean", 0, "What --from wants subtracted from channels of 0 to 255, in its order. Default: torchvision's means.");
        var deviation = new ChannelsOption("--std", 1e-3f, "What it wants them divided by after that. Default: torchvision's deviations; with --mean 1,1,1.");
        var replace = new Option<bool>("--replace") { Description = "Replace --out where it exists." };
        var command = new Command("weights", "Turn a ResNet's ImageNet weights into what experiments start from.") { from, output, norms, order, mean,
            deviation, replace };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(from), parsed.GetRequiredValue(output), parsed.GetValue(norms),
            Pixels(Enum.Parse<ChannelOrder>(parsed.GetRequiredValue(order), ignoreCase: true), parsed.GetValue(mean) ?? [], parsed.GetValue(deviation) ?? []),
            parsed.GetValue(replace)));
        return command;
    }

    private static void Run(string path, string target, string? norms, PixelNormalizer taken, bool replace)
    {
        Originals.Protect(target, path);
        if (!replace && File.Exists(target)) throw new UserErrorException($"{target} exists already; give another file with --out, or --replace it.");
        using var scope = NewDisposeScope();
        var weights = EncoderWeights.Read(path);
        RequireName(target, weights.Backbone);
        if (taken != PixelNormalizer.ImageNet) weights = weights.FromPixels(taken);
        if (norms is not null)
        {
            if (!weights.IsFolded) throw new UserErrorException($"The batch norms of {path} have their statistics; leave out --norms.");
            weights = Measured(weights, norms);
        }

        weights.Save(target, Path.GetFileName(path));
        Console.WriteLine($"{target}: {weights.Backbone} of width {weights.Shape.Width}, {weights.Tensors.Count} tensors.");
        if (weights.Head.Count > 0) Console.WriteLine($"With its head for stages with 'initHeads': {string.Join(", ", weights.Head.Keys)}.");
        if (weights.ConvolutionsBehind > 0)
            Console.WriteLine($"It ends with {weights.ConvolutionsBehind} convolutions more than a {weights.Backbone} has; they are left out.");
        if (weights.LeftOut.Count > 0) Console.WriteLine($"Left out, as no part of the encoder: {string.Join(", ", weights.LeftOut)}.");
        if (weights.IsFolded)
        {
            Console.WriteLine("Its batch norms were folded into the convolutions: it computes the same, but training, which normalises anew, starts less "
                + "well from it than from a .pth; --norms measures what they were on a packed set of faces.");
        }
    }

    private static PixelNormalizer Pixels(ChannelOrder order, float[] mean, float[] deviation)
    {
        var usual = PixelNormalizer.ImageNet;
        if (mean.Length > 0 && deviation.Length == 0) deviation = [1, 1, 1];
        return new(order, mean.Length > 0 ? OfBytes(mean) : InOrder(usual.Mean), deviation.Length > 0 ? OfBytes(deviation) : InOrder(usual.Std));

        float[] InOrder(IReadOnlyList<float> values) => [.. order == usual.Channels ? values : values.Reverse()];

        static float[] OfBytes(float[] values) => Array.ConvertAll(values, value => value / byte.MaxValue);
    }

    private static EncoderWeights Measured(EncoderWeights weights, string set)
    {
        int size;
        using (var pack = new PackReader(set)) size = pack.Header.InputSize;
        using var faces = FaceSet.Load(set, [set], size, CPU, MeasuredFaces);
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        return weights.WithMeasuredNorms(faces.InBatches(Batch).Select(batch => normalizer.Apply(batch.Images)));
    }

    /// <summary>Experiments look for weights by the backbone's name: under another one's they would be refused only when a run gets there.</summary>
    private static void RequireName(string target, Backbone backbone)
    {
        if (Enum.TryParse<Backbone>(Path.GetFileNameWithoutExtension(target), ignoreCase: true, out var named) && named != backbone)
            throw new UserErrorException($"--out {target} is named after a {named}, but the weights are those of a {backbone}; give the file that one's name.");
    }
}
