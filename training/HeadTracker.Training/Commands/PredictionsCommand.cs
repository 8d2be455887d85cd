using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Commands;

/// <summary><c>train predictions FILE STAGE</c>: a sheet of what a multi-task stage says of faces.</summary>
internal static class PredictionsCommand
{
    private const string Sheet = "predictions.jpg";
    private const int DefaultCount = 4;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The experiment file that was run." };
        var stage = new Argument<string>("STAGE") { Description = "Its multiTask stage, which learns maps." };
        var data = new Option<string>("--data") { Description = "Folder with the packed sets. Default: here.", HelpName = "DIR",
            DefaultValueFactory = _ => "." };
        var runs = new Option<string>("--runs") { Description = "Folder with the run's checkpoints. Default: runs.", HelpName = "DIR",
            DefaultValueFactory = _ => "runs" };
        var seed = new Option<long?>("--seed") { Description = "The seed that 'reproduce' was given.", HelpName = "N" };
        var sets = new Option<string[]>("--sets") { Description = "Packed sets of photos or rendered heads. Default: the experiment's test sets.",
            HelpName = "SET", AllowMultipleArgumentsPerToken = true };
        var count = new NumberOption<int>("--count", 1, 100, $"Faces of each. Default: {DefaultCount}.");
        var output = new Option<string?>("--out") { Description = $"The picture, .jpg or .png. Default: {Sheet} in the stage's folder.", HelpName = "FILE" };
        var command = new Command("predictions", "Draw the maps that a stage's network says of faces, beside the true ones.")
        {
            file, stage, data, runs, seed, sets, count, output,
        };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(file);
            var experiment = ExperimentFile.Read(path);
            var paths = RunPaths.Of(path, parse.GetValue(seed), parse.GetRequiredValue(runs), parse.GetRequiredValue(data), results: null);
            var name = parse.GetRequiredValue(stage);
            using var trained = new TrainedTasks(experiment, name, paths);
            var sheet = parse.GetValue(output) ?? Path.Combine(paths.StageFolder(name).Path, Sheet);
            using var scope = NewDisposeScope();
            var size = experiment.Model.InputSize;
            var faces = new List<FaceSet>();
            try
            {
                foreach (var set in parse.GetValue(sets) is { Length: > 0 } given ? given : [.. experiment.Data.Test.Values])
                    faces.Add(FaceSet.Load(set, [paths.DataFile(set, size)], size, CPU));
                PredictionPictures.Write(sheet, trained, faces, parse.GetValue(count) ?? DefaultCount);
            }
            finally
            {
                foreach (var set in faces) set.Dispose();
            }

            Console.WriteLine($"Written to {sheet}.");
            return 0;
        });
        return command;
    }
}
