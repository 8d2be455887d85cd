using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Export;

namespace HeadTracker.Training.Commands;

/// <summary><c>train average</c>: one model with the mean of several's weights.</summary>
internal static class AverageCommand
{
    public static Command Create()
    {
        var models = new Option<string[]>("--model")
        {
            Description = "Exported full-precision ONNX files, two or more, trained on from one another; the same one several times counts as often.",
            HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--out") { Description = "The new ONNX file.", HelpName = "FILE", Required = true };
        var command = new Command("average", "Average the weights of exported models that were trained on from one another.") { models, output };
        command.SetAction(parsed =>
        {
            var (paths, target) = (parsed.GetValue(models)!, parsed.GetValue(output)!);
            Originals.Protect(target, paths);
            OnnxFile.Write(ModelAverage.Of([.. paths.Select(path => (path, OnnxFile.Read(path)))]), target);
            Console.WriteLine($"{target} written, the mean of {paths.Length} models.");
        });
        return command;
    }
}
