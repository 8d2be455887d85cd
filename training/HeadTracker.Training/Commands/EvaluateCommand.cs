using System.CommandLine;
using System.Text.Json;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Evaluation.Charts;

namespace HeadTracker.Training.Commands;

/// <summary><c>train evaluate</c>: models side by side on the same photos and boxes.</summary>
internal static class EvaluateCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var model = new Option<string>(
            "--model") { Description = "A model: ours by name or file (with ',p=7,s=7' behind it the ensemble of its shifted boxes), "
                + "FSA-Net's or opentrack's file, or 'landmarks'.", HelpName = "MODEL", Required = true };
        var against = new Option<string[]>("--against") { Description = "Further models beside it.", HelpName = "MODEL",
            AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var data = new Option<string>("--data") { Description = "A labelled dataset, [KIND:]PATH[,boxes=FILE][,labels=FILE].", HelpName = "DATASET",
            Required = true };
        var range = new Option<float>("--range") { Description = "Leave out faces with any angle beyond this many degrees.",
            DefaultValueFactory = _ => Protocol.Range };
        var protocol = new Option<int>("--protocol") { Description = "2 or 3: only the test part of AFLW or BIWI." };
        var output = new Option<string>("--out") { Description = "A folder for the charts, the best and the worst faces, every prediction, and the figures.",
            HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("evaluate", "Measure pose models on a labelled dataset. 'mpiexec -n N' before the command "
            + "line shares its faces among N processes: docs/cluster.md.") { model, against, data, range, protocol, output, json };
        command.SetAction(parsed =>
        {
            var group = Job.Join();
            using var whole = DatasetReference.Parse(parsed.GetValue(data)!).Open();
            var chosen = parsed.GetValue(protocol) is var split and not 0 ? Protocol.Split(split, whole).Test : whole;
            var dataset = chosen.WithinRange(parsed.GetValue(range));
            using var models = PoseAdapterSet.Open([parsed.GetValue(model)!, .. parsed.GetValue(against)!], name => PoseAdapters.Open(name));
            string[] named = [parsed.GetValue(model)!, .. parsed.GetValue(against)!];
            Agreement.Require(
                group, ("build of the program", Agreement.Build), ("list of models", string.Join(' ', named)),
                ("dataset", string.Join('\n', dataset.Faces.Select(face => $"{face.Image} {face.Box} {face.Rotation}"))),
                ("content of its models", string.Join(' ', named.Where(File.Exists).Select(Agreement.Of))));
            var results = EvaluationRun.Run(dataset, models, group);
            if (!group.IsFirst) return;
            var metrics = JsonSerializer.Serialize(results.Select(result => result.Metrics), Json);
            if (parsed.GetValue(output) is { } folder)
            {
                EvaluationPictures.Write(folder, dataset, results);
                PredictionsFile.Write(Path.Combine(folder, "predictions.csv"), results);
                File.WriteAllText(Path.Combine(folder, "metrics.json"), metrics + "\n");
            }

            if (parsed.GetValue(json)) Console.WriteLine(metrics);
            else EvaluationTables.Write(Console.Out, dataset, results);
        });
        return command;
    }
}
