using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using HeadTracker.Output.Network;
using HeadTracker.Response;
using HeadTracker.Serialization;
using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>Says what is wrong with settings in a sentence that names the key.</summary>
internal static class SettingsCheck
{
    /// <summary>Every key is known, and every value of the right kind and in its range.</summary>
    public static void Keys(JsonObject settings) => Check(settings, typeof(TrackerSettings), "");

    /// <summary>What only shows when values are put to use: curves that turn back, outputs that are none.</summary>
    public static void Meanings(TrackerSettings settings)
    {
        var response = settings.Response;
        ReadOnlySpan<(string Name, AxisResponseOptions Options)> axes =
            [("yaw", response.Yaw), ("pitch", response.Pitch), ("roll", response.Roll), ("x", response.X), ("y", response.Y), ("z", response.Z)];
        foreach (var (name, options) in axes) About($"response.{name}", () => _ = new AxisResponse(options));
        for (var i = 0; i < settings.Outputs.Count; i++) About($"outputs[{i}]", () => PoseDestination.Parse(settings.Outputs[i]));

        var limits = settings.Attention.Thresholds;
        if (limits.SlowSpeed > limits.FastSpeed) throw new UserErrorException("'attention.thresholds.slowSpeed' is above 'fastSpeed'; make it lower.");
        if (limits.SharedAwaySeconds >= limits.SharedWindowSeconds) throw new UserErrorException("'attention.thresholds.sharedAwaySeconds' is not less than 'sharedWindowSeconds'; make it less.");
    }

    private static void About(string key, Action check)
    {
        try
        {
            check();
        }
        catch (UserErrorException e)
        {
            throw new UserErrorException($"'{key}' is wrong: {e.Message}", e);
        }
    }

    private static void Check(JsonObject json, Type type, string path)
    {
        var properties = SettingsJson.Options.GetTypeInfo(type).Properties;
        foreach (var (key, value) in json)
        {
            var property = properties.FirstOrDefault(known => known.Name == key)
                ?? throw new UserErrorException($"There is no setting '{path}{key}'; {Advice(key, [.. properties.Select(known => known.Name)])}.");
            Check(value, property, path + key);
        }
    }

    private static void Check(JsonNode? value, JsonPropertyInfo property, string path)
    {
        if (value is null)
        {
            if (!property.IsSetNullable) throw Wrong(path, "a value", value);
            return;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var setting = SettingOf(property);
        var kind = value.GetValueKind();
        if (type == typeof(bool))
        {
            if (kind is not (JsonValueKind.True or JsonValueKind.False)) throw Wrong(path, "true or false", value);
        }
        else if (type == typeof(string))
        {
            if (kind != JsonValueKind.String) throw Wrong(path, "text in quotes", value);
            if (setting is { Choices.Length: > 0 } && !setting.Choices.Contains(value.GetValue<string>())) throw Wrong(path, OneOf(setting.Choices), value);
        }
        else if (type.IsEnum)
        {
            var names = NamesOf(type);
            if (kind != JsonValueKind.String || !names.Contains(value.GetValue<string>())) throw Wrong(path, OneOf(names), value);
        }
        else if (type == typeof(int) || type == typeof(float) || type == typeof(double))
        {
            CheckNumber(value, type == typeof(int), setting, path);
        }
        else if (ElementOf(type) is { } element)
        {
            if (value is not JsonArray array) throw Wrong(path, "a list in brackets", value);
            for (var i = 0; i < array.Count; i++) CheckElement(array[i], element, $"{path}[{i}]");
        }
        else
        {
            Check(value as JsonObject ?? throw Wrong(path, "settings in braces", value), type, path + ".");
        }
    }

    private static void CheckElement(JsonNode? value, Type type, string path)
    {
        if (type == typeof(string))
        {
            if (value?.GetValueKind() != JsonValueKind.String) throw Wrong(path, "text in quotes", value);
            return;
        }

        var json = value as JsonObject ?? throw Wrong(path, "settings in braces", value);
        Check(json, type, path + ".");
        foreach (var property in SettingsJson.Options.GetTypeInfo(type).Properties)
        {
            if (!json.ContainsKey(property.Name)) throw new UserErrorException($"'{path}' lacks '{property.Name}'; add it.");
        }
    }

    private static void CheckNumber(JsonNode value, bool whole, SettingAttribute? setting, string path)
    {
        var range = setting switch
        {
            null or { Minimum: double.NegativeInfinity } => "",
            _ => FormattableString.Invariant($" from {setting.Minimum} to {setting.Maximum}"),
        };
        var what = (whole ? "a whole number" : "a number") + range;
        if (value.GetValueKind() != JsonValueKind.Number) throw Wrong(path, what, value);
        var number = double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
        // Half a unit in a float's last place: 0.8f is written and read back as 0.8, and limits are meant as they are written.
        var inRange = setting is null || (number >= setting.Minimum && number <= setting.Maximum);
        if (!inRange || !float.IsFinite((float)number) || (whole && number != Math.Floor(number))) throw Wrong(path, what, value);
    }

    internal static SettingAttribute? SettingOf(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(SettingAttribute), inherit: false) is [SettingAttribute setting, ..] ? setting : null;

    private static Type? ElementOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string[] NamesOf(Type type) => [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, SettingsJson.Options)!.GetValue<string>())];

    private static string OneOf(string[] words) => "one of " + string.Join(", ", words.Select(word => $"\"{word}\""));

    private static UserErrorException Wrong(string path, string wanted, JsonNode? found) =>
        new($"'{path}' takes {wanted}, not {(found is null ? "null" : Shortened(found.ToJsonString()))}.");

    private static string Shortened(string json) => json.Length > 40 ? json[..37] + "..." : json;

    private static string Advice(string key, string[] known)
    {
        var nearest = known.MinBy(name => Distance(key, name))!;
        return Distance(key, nearest) <= Math.Max(2, key.Length / 3) ? $"did you mean '{nearest}'" : $"take one of {string.Join(", ", known.Where(name => name[0] != '$'))}";
    }

    /// <summary>Levenshtein's: letters to put in, take out or change until one word is the other; case does not count.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
