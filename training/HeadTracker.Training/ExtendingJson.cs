using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Serialization;

namespace HeadTracker.Training;

/// <summary>
/// Reads JSON files that say what differs from others. The key <c>extends</c> names a file, or several, relative to the one that says it; their objects
/// are merged key by key, later ones and the file itself winning, lists replaced whole; null puts a key back to its default, or removes it.
/// </summary>
/// <typeparam name="T">What a file says once it is merged; keys that it does not have are errors.</typeparam>
/// <param name="Json">Reads it.</param>
/// <param name="Whole">What it is, for errors: "an experiment".</param>
/// <param name="Examples">Where such files are, for errors.</param>
/// <param name="Guide">Where its keys are explained, for errors.</param>
internal sealed record ExtendingJson<T>(JsonSerializerOptions Json, string Whole, string Examples, string Guide)
{
    private const string Extends = "extends";
    private readonly JsonKeys _checker = new(Json, wordsIgnoreCase: true);

    /// <exception cref="UserErrorException">A file is missing, is no JSON object, extends itself, or has a key or a value that means nothing.</exception>
    public T Read(string path)
    {
        var merged = Merge(path, []);
        Prune(merged);
        if (_checker.FirstFlaw(merged, typeof(T)) is { } flaw) throw new UserErrorException($"{path}: {SentenceAbout(flaw)}");
        try
        {
            return merged.Deserialize<T>(Json)!;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: the value at {e.Path ?? "$"} is not what the key takes; see {Guide} for the keys.", e);
        }
    }

    private string SentenceAbout(JsonFlaw flaw) => flaw switch
    {
        { Kind: JsonFlawKind.UnknownKey } =>
            $"unknown key '{flaw.Path}'; {(flaw.Section.Length == 0 ? Whole : $"'{flaw.Section}'")} has {string.Join(", ", flaw.Choices)}.",
        { Choices.Count: > 0 } =>
            $"'{flaw.Path}' {(flaw.Found is null ? "is missing" : $"is {flaw.Found.ToJsonString()}")}; it takes {string.Join(", ", flaw.Choices)}.",
        { Kind: JsonFlawKind.MissingKey } => $"'{flaw.Path}' is missing; see {Guide} for the keys.",
        _ => $"the value at $.{flaw.Path} is not what the key takes, {flaw.Wanted}; see {Guide} for the keys.",
    };

    private JsonObject Merge(string path, IReadOnlyList<string> chain)
    {
        var full = Path.GetFullPath(path);
        if (chain.Contains(full)) throw new UserErrorException($"{path}: 'extends' leads back to this file; remove one of them.");
        var own = Parse(path);
        var result = new JsonObject();
        string[] parents = own[Extends] switch
        {
            null => [],
            JsonValue one when one.TryGetValue(out string? name) => [name],
            JsonArray several when several.All(item => item is JsonValue) => [.. several.Select(item => item!.ToString())],
            _ => throw new UserErrorException($"{path}: 'extends' takes a file name or a list of them."),
        };
        own.Remove(Extends);
        foreach (var parent in parents) MergeInto(result, Merge(Path.Combine(Path.GetDirectoryName(full)!, parent), [.. chain, full]));
        MergeInto(result, own);
        return result;
    }

    private JsonObject Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip }) as JsonObject
                ?? throw new UserErrorException($"{path}: {Whole} is one JSON object.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: line {e.LineNumber + 1} is not JSON; mend it there.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"{path} does not exist; give {Whole}, such as {Examples}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message.TrimEnd('.')}); give {Whole}, such as {Examples}.", e);
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
