using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace HeadTracker.Training;

/// <summary>
/// Finds keys that no option stands behind, so that a misspelt one is not passed over in silence, and values of the wrong kind. The
/// serialiser would refuse them as well, but could not say which there are.
/// </summary>
internal static class KnownKeys
{
    /// <exception cref="UserErrorException">A key is unknown, or a value not one of those it takes.</exception>
    public static void Check(JsonNode? node, Type type, JsonSerializerOptions json, string file, string whole, string section = "")
    {
        var info = json.GetTypeInfo(type);
        switch (node, info.Kind)
        {
            case (JsonObject item, JsonTypeInfoKind.Object):
                var properties = PropertiesOf(item, info, json, file, section).ToDictionary(property => property.Name, property => property.PropertyType);
                foreach (var (key, value) in item)
                {
                    if (key == info.PolymorphismOptions?.TypeDiscriminatorPropertyName) continue;
                    if (!properties.TryGetValue(key, out var inner)) throw Unknown(file, section, key, properties.Keys, whole);
                    Check(value, inner, json, file, whole, section + key + ".");
                }

                break;
            case (JsonArray items, JsonTypeInfoKind.Enumerable):
                for (var i = 0; i < items.Count; i++) Check(items[i], info.ElementType!, json, file, whole, $"{section.TrimEnd('.')}[{i}].");
                break;
            case (JsonValue value, _) when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } choice:
                if (!value.TryGetValue(out string? text) || !Enum.GetNames(choice).Contains(text, StringComparer.OrdinalIgnoreCase))
                    throw new UserErrorException($"{file}: '{section.TrimEnd('.')}' is {value.ToJsonString()}; it takes {string.Join(", ", Enum.GetNames(choice))}.");
                break;
            default:
                break;
        }
    }

    private static IList<JsonPropertyInfo> PropertiesOf(JsonObject item, JsonTypeInfo info, JsonSerializerOptions json, string file, string section)
    {
        if (info.PolymorphismOptions is not { } options) return info.Properties;
        var kind = item[options.TypeDiscriminatorPropertyName];
        var derived = options.DerivedTypes.FirstOrDefault(type => kind is JsonValue value && value.TryGetValue(out string? text) && type.TypeDiscriminator as string == text);
        if (derived.DerivedType is not null) return json.GetTypeInfo(derived.DerivedType).Properties;
        var said = kind is null ? "is missing" : $"is {kind.ToJsonString()}";
        throw new UserErrorException($"{file}: '{section}{options.TypeDiscriminatorPropertyName}' {said}; it takes {string.Join(", ", options.DerivedTypes.Select(type => type.TypeDiscriminator))}.");
    }

    private static UserErrorException Unknown(string file, string section, string key, IEnumerable<string> known, string whole) =>
        new($"{file}: unknown key '{section}{key}'; {(section.Length == 0 ? whole : $"'{section.TrimEnd('.')}'")} has {string.Join(", ", known)}.");
}
