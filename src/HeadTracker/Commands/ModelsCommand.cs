using System.CommandLine;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Diagnostics;

namespace HeadTracker.Commands;

/// <summary><c>models</c>: what lies in the models folder, and whether it is what the manifest says.</summary>
internal sealed class ModelsCommand : Verb
{
    private readonly Option<bool> _json = new("--json") { Description = "Print a JSON list." };

    public ModelsCommand()
        : base("models", "List the models that come with the program and check them against the manifest.")
    {
        AddGroups(new OptionGroup("Output", _json));
        Examples = ["models", "models --json"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var models = ModelInventory.List();
        if (parsed.GetValue(_json)) Console.WriteLine(JsonSerializer.Serialize(models, JsonSerializerOptions.Web));
        else Print(models);
        return models.Any(model => model.Problem is not null) ? 1 : 0;
    }

    private static void Print(IReadOnlyList<ModelState> models)
    {
        Report.Table(
            ["model", "MB", "kind", "figures", "licence", "state"],
            [.. models.Select(model => new[]
            {
                model.File, $"{model.Size / 1e6:F1}",
                    model.Entry is null ? "from npm" : model.Entry.Contract is null ? "detector" : model.Default ? "pose (default)" : "pose",
                string.Join(", ", model.Entry?.Metrics?.Select(metric => $"{metric.Key} {metric.Value:0.###}") ?? []), model.Entry?.Licence ?? "",
                model.Problem is null ? model.Entry is null ? "unlisted" : "whole" : "wrong",
            })]);
        foreach (var model in models.Where(model => model.Problem is not null)) Console.Error.WriteLine($"{model.File}: {model.Problem}");
    }
}
