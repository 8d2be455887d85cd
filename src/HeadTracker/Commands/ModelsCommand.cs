using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Inference;

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
        var manifest = ModelManifest.ReadFrom(ModelFiles.Folder);
        var models = FilesHere().Union(manifest.Models.Select(entry => entry.File)).Order(StringComparer.Ordinal).Select(file => Describe(file, manifest)).ToList();
        if (parsed.GetValue(_json)) Console.WriteLine(JsonSerializer.Serialize(models, JsonSerializerOptions.Web));
        else Print(models);
        return models.Any(model => model.Problem is not null) ? 1 : 0;
    }

    private static IEnumerable<string> FilesHere() =>
        Directory.Exists(ModelFiles.Folder) ? Directory.EnumerateFiles(ModelFiles.Folder, "*.onnx").Select(path => Path.GetFileName(path)!) : [];

    private static ModelState Describe(string file, ModelManifest manifest)
    {
        var path = Path.Combine(ModelFiles.Folder, file);
        var entry = manifest.Find(file);
        if (!File.Exists(path)) return new ModelState(file, 0, null, entry, file == manifest.Default, "missing: restore it from the repository and build again");
        var content = File.ReadAllBytes(path);
        string? problem = null;
        try
        {
            ModelManifest.Check(path, content);
        }
        catch (UserErrorException e)
        {
            problem = e.Message;
        }

        return new ModelState(file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), entry, file == manifest.Default, problem);
    }

    private static void Print(IReadOnlyList<ModelState> models)
    {
        Report.Table(
            ["model", "MB", "kind", "figures", "licence", "state"],
            [.. models.Select(model => new[]
            {
                model.File, $"{model.Size / 1e6:F1}", model.Entry is null ? "from npm" : model.Entry.Contract is null ? "detector" : model.Default ? "pose (default)" : "pose",
                string.Join(", ", model.Entry?.Metrics?.Select(metric => $"{metric.Key} {metric.Value:0.###}") ?? []), model.Entry?.Licence ?? "",
                model.Problem is null ? model.Entry is null ? "unlisted" : "whole" : "wrong",
            })]);
        foreach (var model in models.Where(model => model.Problem is not null)) Console.Error.WriteLine($"{model.File}: {model.Problem}");
    }

    private sealed record ModelState(string File, long Size, string? Sha256, ModelManifestEntry? Entry, bool Default, string? Problem);
}
