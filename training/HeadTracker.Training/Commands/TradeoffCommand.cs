using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Evaluation.Tradeoff;

namespace HeadTracker.Training.Commands;

/// <summary><c>train tradeoff</c>: error against milliseconds of whole systems, ours and others, in one run.</summary>
internal static class TradeoffCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var systems = new Option<string[]>(
            "--system") { Description = "NAME=POSE@DETECTOR: a pose model as 'evaluate' takes it ('landmarks' for geometry), "
                + "and the detector before it, by name or ONNX file.", HelpName = "SYSTEM", Required = true, AllowMultipleArgumentsPerToken = true };
        var data = new Option<string[]>("--data") { Description = "Labelled datasets, [KIND:]PATH[,boxes=FILE][,labels=FILE].", HelpName = "DATASET",
            Required = true, AllowMultipleArgumentsPerToken = true };
        var faces = new Option<int>("--faces") { Description = "Faces of each set, at equal distances; fewer where a set has fewer.",
            DefaultValueFactory = _ => 500 };
        var threads = new Option<int>("--threads") { Description = "CPU threads of every network.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { Description = "Runs of every network, taken by turns.", DefaultValueFactory = _ => 200 };
        var output = new Option<string>("--out") { Description = "A folder for tradeoff.png and tradeoff.json.", HelpName = "DIR" };
        var command = new Command("tradeoff", "Put error and milliseconds of pose systems side by side, measured in one run.") { systems, data,
            faces, threads, rounds, output };
        command.SetAction(parsed =>
        {
            if (new[] { parsed.GetValue(faces), parsed.GetValue(threads), parsed.GetValue(rounds) }.Min() < 1)
            {
                throw new UserErrorException("--faces, --threads and --rounds must be 1 or more.");
            }

            var compared = parsed.GetValue(systems)!.Select(TradeoffSystem.Parse).ToList();
            var times = TradeoffTimes.Measure(compared, parsed.GetValue(threads), parsed.GetValue(rounds));
            var errors = parsed.GetValue(data)!.Select(set => Evaluate(set, parsed.GetValue(faces), compared)).ToList();
            var results = compared.Select((system, i) => new TradeoffResult(
                system, times[system.DetectorFile], system.PoseFiles.Sum(file => times[file]), [.. errors.Select(set => set[i])])).ToList();
            Print(results);
            if (parsed.GetValue(output) is not { } folder) return;
            Directory.CreateDirectory(folder);
            TradeoffChart.Write(Path.Combine(folder, "tradeoff.png"), results, parsed.GetValue(threads));
            File.WriteAllText(Path.Combine(folder, "tradeoff.json"), JsonSerializer.Serialize(results, Json) + "\n");
        });
        return command;
    }

    private static IReadOnlyList<PoseMetrics> Evaluate(string reference, int limit, IReadOnlyList<TradeoffSystem> systems)
    {
        using var whole = DatasetReference.Parse(reference).Open();
        var dataset = whole.WithinRange(Protocol.Range);
        var all = dataset.Faces;
        if (all.Count > limit) dataset = dataset with { Faces = [.. Enumerable.Range(0, limit).Select(i => all[(int)((long)i * all.Count / limit)])] };
        using var models = PoseAdapterSet.Open(systems, system => PoseAdapters.Open(system.Pose, system.Detector));
        return [.. EvaluationRun.Run(dataset, models).Select(result => result.Metrics)];
    }

    private static void Print(IReadOnlyList<TradeoffResult> results)
    {
        string[] headings = ["system", "detector ms", "pose ms", "ms", .. results[0].Errors.SelectMany(set =>
            new[] { $"{set.Dataset} ({results.Max(result => result.Errors.First(own => own.Dataset == set.Dataset).Count)})", "less offset", "missed" })];
        Report.Table(headings, [.. results.Select(result => (IReadOnlyList<string>)
        [
            result.System.Name, Number(result.DetectorMilliseconds), Number(result.PoseMilliseconds), Number(result.Milliseconds),
            .. result.Errors.SelectMany(set => new[] { Number(set.Errors.Mean) + "°", Number(set.ErrorsWithoutOffset.Mean) + "°", $"{set.Missed}" }),
        ])]);
    }

    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
