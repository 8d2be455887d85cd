using System.CommandLine;
using System.Text.Json;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Export;
using HeadTracker.Training.Publishing;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Commands;

/// <summary><c>train publish</c>: measures an exported model and puts it into the models folder with its manifest entry and card.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "The exported ONNX file; its name becomes the model's.", HelpName = "FILE", Required = true };
        var results = new Option<string>("--results") { Description = "The experiment's results file.", HelpName = "FILE", Required = true };
        var packs = new Option<string[]>("--trained-on") { Description = "The packed sets it was trained on: the card names their sources.",
            HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
        var tests = new Option<string[]>("--test") { Description = "Datasets to measure it on, [KIND:]PATH[,boxes=FILE][,labels=FILE].",
            HelpName = "DATASET", Required = true, AllowMultipleArgumentsPerToken = true };
        var architecture = new Option<string>("--architecture") { Description = "What the network is, for the card.", Required = true };
        var licence = new Option<string>("--licence") { Description = "The weights' licence: it cannot be freer than the training data's terms.",
            Required = true };
        var recipe = new Option<string>(
            "--recipe") { Description = "How it was trained, in a sentence or two, for the card: stages, samples seen, machine, hours.",
                HelpName = "TEXT", Required = true };
        var failures = new Option<string[]>("--failure") { Description = "On what it is known to fail, a sentence for the card; may be given several times.",
            HelpName = "TEXT", DefaultValueFactory = _ => [] };
        var asDefault = new Option<bool>("--default") { Description = "Make it the model that the program runs when the user names none." };
        var parity = new Option<float?>("--parity") { Description = "Largest difference from the training forward, as the export reported." };
        var folder = new Option<string>("--models") { Description = "The models folder.", HelpName = "DIR", DefaultValueFactory = _ => "models" };
        var command = new Command("publish", "Measure an exported model and put it into the models folder with its card.") { model, results, packs,
            tests, architecture, licence, recipe, failures, asDefault, parity, folder };
        command.SetAction(parsed =>
        {
            var experiment = ReadResults(parsed.GetValue(results)!);
            var file = parsed.GetValue(model)!;
            var trainedOn = parsed.GetValue(packs)!.Select(path => Path.GetFileName(path)!).ToHashSet();
            var facts = new ModelCardFacts
            {
                Architecture = parsed.GetValue(architecture)!,
                Licence = parsed.GetValue(licence)!,
                Experiment = Path.ChangeExtension(Path.GetFileName(parsed.GetValue(results)!), ".json"),
                Recipe = parsed.GetValue(recipe)!,
                Failures = parsed.GetValue(failures)!,
                Seed = experiment.Seed,
                // The results name every pack of the run; the ones it was tested on are no training data.
                Data = [.. experiment.Data.Where(data => trainedOn.Contains(Path.GetFileName(data.Path)))],
                Sources = [.. parsed.GetValue(packs)!.SelectMany(SourcesOf)],
                Metrics = [.. parsed.GetValue(tests)!.Select(test => Measure(file, test))],
                Parity = parsed.GetValue(parity),
            };
            var contract = OnnxFile.ContractOf(OnnxFile.Read(file), file);
            Console.WriteLine($"{ModelPublisher.Publish(file, parsed.GetValue(folder)!, contract, facts, parsed.GetValue(asDefault))} published.");
        });
        return command;
    }

    private static ExperimentResults ReadResults(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ExperimentResults>(File.ReadAllBytes(path), JsonSerializerOptions.Web) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new UserErrorException($"{path} is no results file ({e.Message.TrimEnd('.')}); 'train reproduce' writes one per experiment.", e);
        }
    }

    private static IReadOnlyList<PackSource> SourcesOf(string path)
    {
        using var pack = new PackReader(path);
        return [.. pack.Sources];
    }

    private static PoseMetrics Measure(string model, string test)
    {
        using var dataset = DatasetReference.Parse(test).Open();
        using var adapter = PoseAdapters.Open(model);
        return Evaluator.Run(dataset.WithinRange(Protocol.Range), [adapter])[0].Metrics;
    }
}
