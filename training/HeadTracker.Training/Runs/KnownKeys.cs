using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace HeadTracker.Training.Runs;

/// <summary>
/// Finds keys that no option stands behind, so that a misspelt one is not passed over in silence. The serialiser would refuse them as
/// well, but could not say which keys there are.
/// </summary>
internal static class KnownKeys
{
    /// <exception cref="UserErrorException">A key is unknown.</exception>
    public static void Check(JsonNode? node, Type type, JsonSerializerOptions json, string file, string section = "", string whole = "an experiment")
    {
        var info = json.GetTypeInfo(type);
        switch (node, info.Kind)
        {
            case (JsonObject item, JsonTypeInfoKind.Object):
                var properties = PropertiesOf(item, info, json).ToDictionary(property => property.Name, property => property.PropertyType);
                foreach (var (key, value) in item)
                {
                    if (key == info.PolymorphismOptions?.TypeDiscriminatorPropertyName) continue;
                    if (!properties.TryGetValue(key, out var inner)) throw Unknown(file, section, key, properties.Keys, whole);
                    Check(value, inner, json, file, section + key + ".", whole);
                }

                break;
            case (JsonArray items, JsonTypeInfoKind.Enumerable):
                for (var i = 0; i < items.Count; i++) Check(items[i], info.ElementType!, json, file, $"{section.TrimEnd('.')}[{i}].", whole);
                break;
            default:
                break;
        }
    }

    private static IList<JsonPropertyInfo> PropertiesOf(JsonObject item, JsonTypeInfo info, JsonSerializerOptions json)
    {
        if (info.PolymorphismOptions is not { } options) return info.Properties;
        // An unknown or missing kind is left to the serialiser.
        var kind = item[options.TypeDiscriminatorPropertyName] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        var derived = options.DerivedTypes.FirstOrDefault(type => type.TypeDiscriminator as string == kind);
        return derived.DerivedType is null ? info.Properties : json.GetTypeInfo(derived.DerivedType).Properties;
    }

    private static UserErrorException Unknown(string file, string section, string key, IEnumerable<string> known, string whole) =>
        new($"{file}: unknown key '{section}{key}'; {(section.Length == 0 ? whole : $"'{section.TrimEnd('.')}'")} has {string.Join(", ", known)}.");
}
