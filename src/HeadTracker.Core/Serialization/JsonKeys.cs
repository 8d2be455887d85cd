using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace HeadTracker.Serialization;

/// <summary>
/// Holds JSON against the type it is for before the serialiser sees it: every key is known, every value of the right kind and in its
/// range. The serialiser would refuse them as well, but could not say which there are.
/// </summary>
/// <remarks>
/// Ranges and words come from <see cref="SettingAttribute"/>s. Types with converters of their own are left to these, except enums, whose
/// words are those they are written with.
/// </remarks>
/// <param name="options">What the serialiser will read with.</param>
/// <param name="wordsIgnoreCase">Whether an enum's word may be written in capitals or not.</param>
public sealed class JsonKeys(JsonSerializerOptions options, bool wordsIgnoreCase = false)
{
    private readonly StringComparer _words = wordsIgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The first flaw of a whole, or null for none.</summary>
    /// <param name="json">As it was parsed.</param>
    /// <param name="type">What it is to become.</param>
    public JsonFlaw? FirstFlaw(JsonObject json, Type type) => InObject(json, options.GetTypeInfo(type), "");

    /// <summary>What a property says about itself, or null for nothing.</summary>
    public static SettingAttribute? SettingOf(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(SettingAttribute), inherit: false) is [SettingAttribute setting, ..] ? setting : null;

    private JsonFlaw? InObject(JsonObject json, JsonTypeInfo info, string section)
    {
        var discriminator = info.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        if (discriminator is not null)
        {
            if (DerivedType(json, info.PolymorphismOptions!) is not { } derived) return WrongKind(json, info.PolymorphismOptions!, section);
            info = options.GetTypeInfo(derived);
        }

        foreach (var (key, value) in json)
        {
            if (key == discriminator) continue;
            if (info.Properties.FirstOrDefault(known => known.Name == key) is not { } property)
            {
                return new(JsonFlawKind.UnknownKey, section, key, "", [.. info.Properties.Select(known => known.Name)], value);
            }

            var place = new Place(section, key);
            var flaw = value is null
                ? property.IsSetNullable ? null : Wrong(place, "a value", null)
                : InValue(value, property.PropertyType, SettingOf(property), place);
            if (flaw is not null) return flaw;
        }

        return info.Properties.FirstOrDefault(property => property.IsRequired && !json.ContainsKey(property.Name)) is { } missing
            ? new(JsonFlawKind.MissingKey, section, missing.Name, "", [], null)
            : null;
    }

    private JsonFlaw? InValue(JsonNode value, Type declared, SettingAttribute? setting, Place place)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var kind = value.GetValueKind();
        if (type == typeof(bool)) return kind is JsonValueKind.True or JsonValueKind.False ? null : Wrong(place, "true or false", value);
        if (type == typeof(string))
        {
            if (kind != JsonValueKind.String) return Wrong(place, "text in quotes", value);
            return setting is { Choices.Length: > 0 } && !setting.Choices.Contains(value.GetValue<string>()) ? Wrong(place, "", value, setting.Choices) : null;
        }

        if (type.IsEnum)
        {
            var words = WordsOf(type);
            return kind == JsonValueKind.String && words.Contains(value.GetValue<string>(), _words) ? null : Wrong(place, "", value, words);
        }

        if (type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double)) return InNumber(value, type, setting, place);

        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => value is JsonObject inner ? InObject(inner, info, place.Path) : Wrong(place, "settings in braces", value),
            JsonTypeInfoKind.Enumerable => value is JsonArray items ? InList(items, info.ElementType!, place) : Wrong(place, "a list in brackets", value),
            JsonTypeInfoKind.Dictionary => value is JsonObject entries
                ? InEntries(entries, info.ElementType!, place)
                : Wrong(place, "settings in braces", value),
            _ => null,
        };
    }

    private JsonFlaw? InList(JsonArray items, Type element, Place place)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var item = new Place("", $"{place.Path}[{i}]");
            if (items[i] is not { } value) return Wrong(item, "a value", null);
            if (InValue(value, element, null, item) is { } flaw) return flaw;
        }

        return null;
    }

    private JsonFlaw? InEntries(JsonObject entries, Type element, Place place)
    {
        foreach (var (key, value) in entries)
        {
            if (value is not null && InValue(value, element, null, new Place(place.Path, key)) is { } flaw) return flaw;
        }

        return null;
    }

    private static JsonFlaw? InNumber(JsonNode value, Type type, SettingAttribute? setting, Place place)
    {
        var whole = type == typeof(int) || type == typeof(long);
        var range = setting is null or { Minimum: double.NegativeInfinity } ? "" : FormattableString.Invariant($" from {setting.Minimum} to {setting.Maximum}");
        var what = (whole ? "a whole number" : "a number") + range;
        if (value.GetValueKind() != JsonValueKind.Number) return Wrong(place, what, value);
        var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        // Limits are meant as they are written: 0.8f is written and read back as 0.8.
        var inRange = setting is null || (number >= setting.Minimum && number <= setting.Maximum);
        return inRange && float.IsFinite((float)number) && (!whole || number == Math.Floor(number)) ? null : Wrong(place, what, value);
    }

    private static Type? DerivedType(JsonObject json, JsonPolymorphismOptions kinds)
    {
        var word = json[kinds.TypeDiscriminatorPropertyName] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        return kinds.DerivedTypes.FirstOrDefault(type => word is not null && type.TypeDiscriminator as string == word).DerivedType;
    }

    private static JsonFlaw WrongKind(JsonObject json, JsonPolymorphismOptions kinds, string section)
    {
        string[] words = [.. kinds.DerivedTypes.Select(type => $"{type.TypeDiscriminator}")];
        var found = json[kinds.TypeDiscriminatorPropertyName];
        return new(found is null ? JsonFlawKind.MissingKey : JsonFlawKind.WrongValue, section, kinds.TypeDiscriminatorPropertyName, "", words, found);
    }

    private string[] WordsOf(Type type) =>
        [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, options)!.ToString())];

    private static JsonFlaw Wrong(Place place, string wanted, JsonNode? found, IReadOnlyList<string>? choices = null) =>
        new(JsonFlawKind.WrongValue, place.Section, place.Key, wanted, choices ?? [], found);

    private readonly record struct Place(string Section, string Key)
    {
        public string Path => Section.Length == 0 ? Key : $"{Section}.{Key}";
    }
}
