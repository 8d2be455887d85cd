using System.Security.Cryptography;
using HeadTracker.Contract;
using HeadTracker.Training.Export;

namespace HeadTracker.Training.Publishing;

/// <summary>Puts an exported model where the program finds it: file, entry in the manifest, model card.</summary>
public static class ModelPublisher
{
    /// <param name="model">An ONNX file written by <see cref="PoseNetworkExporter"/>.</param>
    /// <param name="folder">The repository's models folder; made when missing.</param>
    /// <param name="contract">The one inside the file.</param>
    /// <param name="facts">For manifest and card.</param>
    /// <param name="asDefault">The program runs it when the user names no model; a folder's first model is that anyway.</param>
    /// <returns>The file in its new place.</returns>
    public static string Publish(string model, string folder, PoseModelContract contract, ModelCardFacts facts, bool asDefault = false)
    {
        Directory.CreateDirectory(folder);
        var name = Path.GetFileName(model);
        var target = Path.Combine(folder, name);
        var content = File.ReadAllBytes(model);
        var entry = new ModelManifestEntry(
            name,
            Convert.ToHexStringLower(SHA256.HashData(content)),
            content.Length,
            facts.Licence,
            $"{facts.Experiment}, run {contract.Run}",
            contract,
            facts.Metrics.SelectMany(metrics => (KeyValuePair<string, double>[])
            [
                new($"{metrics.Dataset}.mae", Math.Round(metrics.Mean.Value, 3)),
                new($"{metrics.Dataset}.maeWithoutOffset", Math.Round(metrics.ErrorsWithoutOffset.Mean, 3)),
                new($"{metrics.Dataset}.geodesic", Math.Round(metrics.Geodesic.Value, 3)),
            ]).ToDictionary());

        // The file first: a manifest that lists what is not there yet would make every model of the folder look broken.
        if (Path.GetFullPath(model) != Path.GetFullPath(target)) File.Copy(model, target, overwrite: true);
        var manifest = ModelManifest.ReadFrom(folder);
        List<ModelManifestEntry> models = [.. manifest.Models.Where(other => other.File != name), entry];
        models.Sort((a, b) => string.CompareOrdinal(a.File, b.File));
        (manifest with { Models = models, Default = asDefault ? name : manifest.Default ?? name }).WriteTo(folder);
        File.WriteAllText(Path.ChangeExtension(target, ".md"), ModelCard.Write(entry, contract, facts));
        return target;
    }
}
