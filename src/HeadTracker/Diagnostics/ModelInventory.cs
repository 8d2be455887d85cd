using System.Security.Cryptography;
using HeadTracker.Contract;
using HeadTracker.Inference;

namespace HeadTracker.Diagnostics;

/// <summary>A model beside the program, one that should be there, or one that the user put into the folder of models.</summary>
/// <param name="Size">Bytes; 0 when it is missing.</param>
/// <param name="Sha256">Of the file, or null when it is missing.</param>
/// <param name="Entry">What the manifest says about it, or null for nothing.</param>
/// <param name="Default">Whether tracking takes it unless told otherwise.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal sealed record ModelState(string File, long Size, string? Sha256, ModelManifestEntry? Entry, bool Default, string? Problem);

/// <summary>Holds what lies in the models folder against the manifest.</summary>
internal static class ModelInventory
{
    /// <summary>Every model that is there or should be, by name.</summary>
    public static IReadOnlyList<ModelState> List()
    {
        var manifest = ModelManifest.ReadFrom(ModelFiles.Folder);
        return [.. ModelFiles.Names.Union(manifest.Models.Select(entry => entry.File)).Order(StringComparer.Ordinal).Select(file => Describe(file, manifest))];
    }

    private static ModelState Describe(string file, ModelManifest manifest)
    {
        var entry = manifest.Find(file);
        if (ModelFiles.Find(file) is not { } path)
        {
            return new ModelState(file, 0, null, entry, file == manifest.Default, "missing: restore it from the repository and build again");
        }

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
}
