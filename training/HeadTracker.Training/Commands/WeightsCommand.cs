using System.CommandLine;
using HeadTracker.Training.Import;
using HeadTracker.Training.Networks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Commands;

/// <summary><c>train weights</c>: a ResNet's weights from elsewhere → the file that experiments start from.</summary>
internal static class WeightsCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "torchvision's weights as torch.save writes them (.pth; read as data by this program "
            + "itself, no code in them is run), or an ONNX file of a ResNet (.onnx).", HelpName = "FILE", Required = true };
        var output = new Option<string>("--out") { Description = "The file to write, such as runs/data/resnet50.safetensors.", HelpName = "FILE",
            Required = true };
        var replace = new Option<bool>("--replace") { Description = "Replace --out where it exists." };
        var command = new Command("weights", "Turn a ResNet's ImageNet weights into what experiments start from.") { from, output, replace };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(from), parsed.GetRequiredValue(output), parsed.GetValue(replace)));
        return command;
    }

    private static void Run(string path, string target, bool replace)
    {
        Originals.Protect(target, path);
        if (!replace && File.Exists(target)) throw new UserErrorException($"{target} exists already; give another file with --out, or --replace it.");
        using var scope = NewDisposeScope();
        var weights = EncoderWeights.Read(path);
        RequireName(target, weights.Backbone);
        weights.Save(target, Path.GetFileName(path));
        Console.WriteLine($"{target}: {weights.Backbone} of width {weights.Shape.Width}, {weights.Tensors.Count} tensors.");
        if (weights.LeftOut.Count > 0) Console.WriteLine($"Left out, as no part of the encoder: {string.Join(", ", weights.LeftOut)}.");
        if (weights.IsFolded)
        {
            Console.WriteLine("Its batch norms were folded into the convolutions: it computes the same, but a norm's own scale cannot be had back, "
                + "so that training starts less well from it than from a .pth.");
        }
    }

    /// <summary>Experiments look for weights by the backbone's name: under another one's they would be refused only when a run gets there.</summary>
    private static void RequireName(string target, Backbone backbone)
    {
        if (Enum.TryParse<Backbone>(Path.GetFileNameWithoutExtension(target), ignoreCase: true, out var named) && named != backbone)
            throw new UserErrorException($"--out {target} is named after a {named}, but the weights are those of a {backbone}; give the file that one's name.");
    }
}
