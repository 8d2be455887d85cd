using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using HeadTracker.Serialization;

namespace HeadTracker.Profiles;

/// <summary>Puts into the schema what <see cref="SettingAttribute"/>s say: descriptions, ranges, choices, and the defaults.</summary>
internal static class SettingsSchema
{
    public static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.PropertyInfo is not { } property || schema is not JsonObject node) return schema;
        if (JsonKeys.SettingOf(property) is not { } setting) return schema;
        node["description"] = setting.AtStart ? setting.Description + " Counts from the next start." : setting.Description;
        if (double.IsFinite(setting.Minimum)) node["minimum"] = setting.Minimum;
        if (double.IsFinite(setting.Maximum)) node["maximum"] = setting.Maximum;
        if (setting.Choices.Length > 0)
        {
            node["enum"] = new JsonArray([.. setting.Choices.Select(choice => (JsonNode)choice), .. property.IsSetNullable ? new JsonNode?[] { null } : []]);
        }

        // What has to be given has none.
        if (property.IsRequired) return node;
        node["default"] = JsonSerializer.SerializeToNode(property.Get!(Activator.CreateInstance(property.DeclaringType)!), property.PropertyType,
            SettingsJson.Options);
        return node;
    }
}
