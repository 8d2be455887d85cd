using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeadTracker.Serialization;

/// <summary>Reads JSON that anybody may have written.</summary>
/// <remarks>
/// .NET's own readers accept texts that no string can be made of (<c>"\ud800"</c>, half a letter), and throw, as if the program were wrong, when
/// somebody asks for the name or the value later. Here such a text is no JSON to begin with.
/// </remarks>
public static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The value of a whole text.</summary>
    /// <returns>Null for <c>null</c>. Every name and text in it can be read.</returns>
    /// <exception cref="JsonException">The text is no JSON, says a key twice, or holds half a letter.</exception>
    public static JsonNode? Parse(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        CheckTexts(bytes);
        return JsonNode.Parse(bytes, documentOptions: Options);
    }

    private static void CheckTexts(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String) || !reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                var line = json.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
                throw new JsonException("a text holds half a letter", path: null, line, bytePositionInLine: null, e);
            }
        }
    }
}
