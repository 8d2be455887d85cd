using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HeadTracker.Serialization;
using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>The settings as JSON: camelCase keys, anything may be left out, nothing unknown may be there.</summary>
public static class SettingsJson
{
    internal static JsonSerializerOptions Options { get; } = NewOptions();

    /// <summary>Settings from a JSON object; what it leaves out has its default.</summary>
    /// <exception cref="UserErrorException">It is no JSON, or a key or value is not one of the settings; the sentence names it.</exception>
    public static TrackerSettings Parse(string json) => Read(ParseObject(json));

    /// <summary>Settings changed by a JSON object that holds only what shall change: <c>{"filter":{"predictMs":30}}</c>.</summary>
    /// <exception cref="UserErrorException">As <see cref="Parse"/>.</exception>
    public static TrackerSettings Patch(TrackerSettings current, string json)
    {
        var patch = ParseObject(json);
        // Its own keys first, so that an error is about what was asked for.
        SettingsCheck.Keys(patch);
        var whole = ToNode(current);
        Merge(whole, patch);
        return Read(whole);
    }

    /// <summary>The whole tree, indented, defaults included.</summary>
    public static string Write(TrackerSettings settings) => ToNode(settings).ToJsonString(Options).ReplaceLineEndings("\n") + "\n";

    /// <summary>The same as others may see it: without the password in a camera's address.</summary>
    public static string WriteShown(TrackerSettings settings) => Write(Shown(settings));

    /// <summary>That as an object, for files that hold more than the settings.</summary>
    internal static JsonObject ToShownNode(TrackerSettings settings) => ToNode(Shown(settings) with { Schema = null });

    /// <summary>Checks settings that were made in code as if they came from a file.</summary>
    /// <exception cref="UserErrorException">A value makes no sense; the sentence names its key.</exception>
    public static void Validate(TrackerSettings settings)
    {
        SettingsCheck.Keys(ToNode(settings));
        SettingsCheck.Meanings(settings);
    }

    /// <summary>The JSON schema of a profile, as it is shipped beside the program.</summary>
    public static string WriteSchema()
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = SettingsSchema.Describe };
        var schema = (JsonObject)Options.GetJsonSchemaAsNode(typeof(TrackerSettings), exporter);
        schema.Insert(0, "title", "A profile of HeadTracker");
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema.ToJsonString(Options).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Settings without the password in a camera's address.</summary>
    internal static TrackerSettings Shown(TrackerSettings settings) =>
        settings.Camera.Source is { } source ? settings with { Camera = settings.Camera with { Source = SourceText.Shown(source) } } : settings;

    internal static JsonObject ToNode(TrackerSettings settings) => (JsonObject)JsonSerializer.SerializeToNode(settings, Options)!;

    private static TrackerSettings Read(JsonObject json)
    {
        SettingsCheck.Keys(json);
        TrackerSettings settings;
        try
        {
            settings = json.Deserialize<TrackerSettings>(Options)!;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"The value of '{e.Path?.TrimStart('$', '.')}' is of the wrong kind; take one that the schema allows.", e);
        }

        SettingsCheck.Meanings(settings);
        return settings;
    }

    private static JsonObject ParseObject(string json)
    {
        try
        {
            return StrictJson.Parse(json) as JsonObject
                ?? throw new UserErrorException("Settings are a JSON object; put them in braces.");
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $"in line {line + 1} " : "";
            var reason = e.Message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.');
            throw new UserErrorException($"This is not whole JSON {place}({reason}); mend it there.", e);
        }
    }

    private static void Merge(JsonObject whole, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is JsonObject inner && whole[key] is JsonObject place) Merge(place, inner);
            else whole[key] = value?.DeepClone();
        }
    }

    private static JsonSerializerOptions NewOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            WriteIndented = true,
            // These files are for editors, not for web pages: ° and ' stay readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
