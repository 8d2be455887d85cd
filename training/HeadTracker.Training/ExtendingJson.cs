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

    /// <summary>Files in a row, and bytes of one: people write far shorter ones, and what a damaged one asks for has to end.</summary>
    private const int Deepest = 32, Longest = 1 << 22;

    /// <summary>Letters of a wrong value that a sentence repeats.</summary>
    private const int LongestValue = 60;

    private static readonly JsonDocumentOptions Document = new() { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };
    private readonly JsonKeys _checker = new(Json, wordsIgnoreCase: true);

    /// <exception cref="UserErrorException">A file is missing, is no JSON object, extends itself, or has a key or a value that means nothing.</exception>
    public T Read(string path)
    {
        var merged = Merge(path, [], []).DeepClone().AsObject();
        Prune(merged);
        if (_checker.FirstFlaw(merged, typeof(T)) is { } flaw) throw new UserErrorException($"{path}: {SentenceAbout(flaw)}");
        try
        {
            return merged.Deserialize<T>(Json)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new UserErrorException($"{path}: the value at {(e as JsonException)?.Path ?? "$"} is not what the key takes; see {Guide} for the keys.", e);
        }
    }

    private string SentenceAbout(JsonFlaw flaw) => flaw switch
    {
        { Kind: JsonFlawKind.UnknownKey } =>
            $"unknown key '{flaw.Path}'; {(flaw.Section.Length == 0 ? Whole : $"'{flaw.Section}'")} has {string.Join(", ", flaw.Choices)}.",
        { Choices.Count: > 0 } =>
            $"'{flaw.Path}' {(flaw.Found is null ? "is missing" : $"is {Short(flaw.Found.ToJsonString())}")}; it takes {string.Join(", ", flaw.Choices)}.",
        { Kind: JsonFlawKind.MissingKey } => $"'{flaw.Path}' is missing; see {Guide} for the keys.",
        _ => $"the value at $.{flaw.Path} is not what the key takes, {flaw.Wanted}; see {Guide} for the keys.",
    };

    private static string Short(string value) => value.Length <= LongestValue ? value : value[..LongestValue] + "…";

    /// <summary>A file with all that it extends. Each is merged once, however many name it.</summary>
    private JsonObject Merge(string path, IReadOnlyList<string> chain, Dictionary<string, JsonObject> known)
    {
        var full = Path.GetFullPath(path);
        if (chain.Contains(full)) throw new UserErrorException($"{path}: 'extends' leads back to this file; remove one of them.");
        if (chain.Count == Deepest) throw new UserErrorException($"{path}: more than {Deepest} files extend each other; put some of them together.");
        if (known.TryGetValue(full, out var done)) return done;
        var own = Parse(path);
        var result = new JsonObject();
        var parents = ParentsOf(own, path);
        own.Remove(Extends);
        foreach (var parent in parents) MergeInto(result, Merge(Path.Combine(Path.GetDirectoryName(full)!, parent), [.. chain, full], known));
        MergeInto(result, own);
        return known[full] = result;
    }

    private static string[] ParentsOf(JsonObject own, string path)
    {
        JsonNode?[] names = own[Extends] switch { null => [], JsonArray several => [.. several], var one => [one] };
        return [.. names.Select(name => TextOf(name) is { Length: > 0 } text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw new UserErrorException($"{path}: 'extends' takes a file name or a list of them."))];
    }

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private JsonObject Parse(string path)
    {
        try
        {
            var root = JsonNode.Parse(ReadBounded(path), documentOptions: Document) as JsonObject
                ?? throw new UserErrorException($"{path}: {Whole} is one JSON object.");
            RequireText(root);
            return root;
        }
        catch (InvalidOperationException e)
        {
            throw new UserErrorException($"{path}: a text in it holds half a character, such as \\ud800 alone; mend it there.", e);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: line {e.LineNumber + 1} is not JSON, or says a key twice; mend it there.", e);
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

    /// <summary>At most <see cref="Longest"/> bytes, whatever length the file gives: a device gives none and never ends.</summary>
    private MemoryStream ReadBounded(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Longest + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= Longest
            ? new MemoryStream(bytes, 0, count)
            : throw new UserErrorException($"{path} is too large for {Whole}; give one, such as {Examples}.");
    }

    /// <summary>Reads every text, which the parser puts off: a half character would come up anywhere later.</summary>
    private static void RequireText(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (_, value) in item) RequireText(value);
                break;
            case JsonArray list:
                foreach (var value in list) RequireText(value);
                break;
            default:
                TextOf(node);
                break;
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

    /// <summary>Takes out members that are null, once nothing more can be merged into them; a null in a list stands for nothing and stays.</summary>
    private static void Prune(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var key in item.Where(entry => entry.Value is null).Select(entry => entry.Key).ToArray()) item.Remove(key);
                foreach (var (_, inner) in item) Prune(inner);
                break;
            case JsonArray list:
                foreach (var inner in list) Prune(inner);
                break;
        }
    }
}
