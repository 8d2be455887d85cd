using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Commands;

/// <summary><c>train pixel-affinity FILE</c>: how far tasks' labels agree on which places belong together (the thesis's fig. 5.3).</summary>
internal static class PixelAffinityCommand
{
    private const string Table = "pixel-affinity.csv", Picture = "pixel-affinity.png";
    private const int DefaultFaces = 500;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "An experiment file, whose first test set is looked at." };
        var data = new Option<string>("--data") { Description = "Folder with the packed sets. Default: here.", HelpName = "DIR",
            DefaultValueFactory = _ => "." };
        var faces = new NumberOption<int>("--faces", 1, 100_000, $"How many of its faces. Default: {DefaultFaces}.");
        var depth = new NumberOption<double>("--depth", 0.0001, 10,
            FormattableString.Invariant($"Face sizes that depths which belong together differ by at most. Default: {PixelAffinity.DepthThreshold}."));
        var output = new Option<string>("--out") { Description = "Folder for table and picture. Default: here.", HelpName = "DIR",
            DefaultValueFactory = _ => "." };
        var command = new Command("pixel-affinity", "Measure how far tasks' labels agree on which pixels belong together.")
        {
            file, data, faces, depth, output,
        };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(file);
            var paths = RunPaths.Of(path, seed: null, runs: "runs", parse.GetRequiredValue(data), results: null);
            var study = new PixelAffinityStudy(
                ExperimentFile.Read(path), paths, parse.GetValue(faces) ?? DefaultFaces, parse.GetValue(depth) ?? PixelAffinity.DepthThreshold);
            var folder = parse.GetRequiredValue(output);
            Directory.CreateDirectory(folder);
            study.WriteTable(Path.Combine(folder, Table));
            study.WritePicture(Path.Combine(folder, Picture));
            Print(study);
            Console.WriteLine($"Written to {Path.Combine(folder, Table)} and {Picture}.");
            return 0;
        });
        return command;
    }

    private static void Print(PixelAffinityStudy study)
    {
        var (affinity, last) = (study.Affinity, study.Affinity.Dilations.Count - 1);
        Console.WriteLine($"{study.Faces}; pairs that agree, in percent, {affinity.Dilations[0]} and {affinity.Dilations[last]} cells apart:");
        foreach (var (one, other) in affinity.Pairs)
        {
            var names = $"{affinity.Tasks[one].Name} - {affinity.Tasks[other].Name}";
            Console.WriteLine(FormattableString.Invariant($"  {names}: {100 * affinity[0, one, other]:0.0}, {100 * affinity[last, one, other]:0.0}"));
        }
    }
}
