using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeadTracker.Training.Runs;

/// <summary>
/// Reads JSON files that say what differs from others. The key <c>extends</c> names a file, or several, relative to the one that says it; their objects
/// are merged key by key, later ones and the file itself winning, lists replaced whole; null puts a key back to its default, or removes it.
/// </summary>
internal static class ExtendingJson
{
    private const string Extends = "extends";

    /// <param name="path">The file.</param>
    /// <param name="whole">What it is, for errors: "an experiment".</param>
    /// <param name="examples">Where such files are, for errors.</param>
    /// <exception cref="UserErrorException">A file is missing, is no JSON object, or extends itself.</exception>
    public static JsonObject Read(string path, string whole, string examples)
    {
        var merged = Merge(path, [], whole, examples);
        Prune(merged);
        return merged;
    }

    private static JsonObject Merge(string path, IReadOnlyList<string> chain, string whole, string examples)
    {
        var full = Path.GetFullPath(path);
        if (chain.Contains(full)) throw new UserErrorException($"{path}: 'extends' leads back to this file; remove one of them.");
        var own = Parse(path, whole, examples);
        var result = new JsonObject();
        string[] parents = own[Extends] switch
        {
            null => [],
            JsonValue one when one.TryGetValue(out string? name) => [name],
            JsonArray several when several.All(item => item is JsonValue) => [.. several.Select(item => item!.ToString())],
            _ => throw new UserErrorException($"{path}: 'extends' takes a file name or a list of them."),
        };
        own.Remove(Extends);
        foreach (var parent in parents) MergeInto(result, Merge(Path.Combine(Path.GetDirectoryName(full)!, parent), [.. chain, full], whole, examples));
        MergeInto(result, own);
        return result;
    }

    private static JsonObject Parse(string path, string whole, string examples)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip }) as JsonObject
                ?? throw new UserErrorException($"{path}: {whole} is one JSON object.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: line {e.LineNumber + 1} is not JSON; mend it there.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"{path} does not exist; give {whole}, such as {examples}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message.TrimEnd('.')}); give {whole}, such as {examples}.", e);
        }
    }

    private static void MergeInto(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source)
        {
            if (target[key] is JsonObject inner && value is JsonObject more) MergeInto(inner, more);
            else target[key] = value?.DeepClone();
        }
    }

    /// <summary>Takes out what is null, once nothing more can be merged into it.</summary>
    private static void Prune(JsonObject item)
    {
        foreach (var key in item.Where(entry => entry.Value is null).Select(entry => entry.Key).ToArray()) item.Remove(key);
        foreach (var inner in item.Select(entry => entry.Value).OfType<JsonObject>()) Prune(inner);
    }
}
