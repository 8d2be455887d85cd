using System.CommandLine;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Diagnostics;
using HeadTracker.Estimation;
using HeadTracker.Inference;

namespace HeadTracker.Commands;

/// <summary><c>models</c>: what lies in the models folder, and whether it is what the manifest says.</summary>
internal sealed class ModelsCommand : Verb
{
    private readonly Option<bool> _json = new("--json") { Description = "Print a JSON list." };

    private readonly Option<string?> _describe = new("--describe")
    {
        HelpName = "FILE",
        Description = "Print the description that an ONNX file without ours needs beside it, as far as its tensors tell; docs/models.md explains it.",
    };

    public ModelsCommand()
        : base("models", "List the models that come with the program and check them against the manifest.")
    {
        AddGroups(new OptionGroup("Output", _json), new OptionGroup("Other people's models", _describe));
        Examples = ["models", "models --json", "models --describe net.onnx > net.onnx.json   a description to complete"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_describe) is { } file)
        {
            Console.Write(ModelDescriptions.TemplateFor(ModelFiles.Resolve(file)).ToJson());
            return 0;
        }

        var models = ModelInventory.List();
        if (parsed.GetValue(_json)) Console.WriteLine(JsonSerializer.Serialize(models, JsonSerializerOptions.Web));
        else Print(models);
        return models.Any(model => model.Problem is not null) ? 1 : 0;
    }

    private static void Print(IReadOnlyList<ModelState> models)
    {
        Report.Table(
            ["model", "MB", "kind", "state"],
            [.. models.Select(model => new[]
            {
                model.File, $"{model.Size / 1e6:F1}",
                    model.Entry is null ? "your own" : model.Entry.Contract is null ? "detector" : model.Default ? "pose (default)" : "pose",
                model.Problem is null ? model.Entry is null ? "unlisted" : "whole" : "wrong",
            })]);
        foreach (var entry in models.Select(model => model.Entry).OfType<ModelManifestEntry>())
        {
            Console.WriteLine();
            Console.WriteLine(entry.File);
            Report.Paragraph("  licence", entry.Licence);
            if (entry.Metrics is { Count: > 0 } metrics)
            {
                Report.Paragraph("  figures", string.Join(", ", metrics.Select(metric => $"{metric.Key} {metric.Value:0.###}")));
            }
        }

        foreach (var model in models.Where(model => model.Problem is not null)) Console.Error.WriteLine($"{model.File}: {model.Problem}");
    }
}
