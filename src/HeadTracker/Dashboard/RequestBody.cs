using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Serialization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace HeadTracker.Dashboard;

/// <summary>Reads what a client sends. Whatever is wrong with it is a sentence for the client.</summary>
internal static class RequestBody
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="UserErrorException">The body is no text, or breaks the rules of HTTP.</exception>
    public static async Task<string> TextAsync(HttpContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body, Strict);
            return await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserErrorException("The request's body is no text in UTF-8; send JSON.", e);
        }
        catch (IOException e) when (e is not (BadHttpRequestException or ConnectionResetException))
        {
            throw new UserErrorException("The request's body ends or is cut into pieces otherwise than HTTP has it; send it whole.", e);
        }
    }

    /// <summary>The <c>true</c> or <c>false</c> of a body like <c>{"on":true}</c>.</summary>
    /// <exception cref="UserErrorException">The body is another one.</exception>
    public static async Task<bool> FlagAsync(HttpContext context, string name)
    {
        var value = await PropertyAsync(context, name).ConfigureAwait(false);
        return value?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new UserErrorException($"Give {{\"{name}\": true}} or {{\"{name}\": false}}."),
        };
    }

    /// <summary>The word of a body like <c>{"source":"1"}</c>.</summary>
    /// <exception cref="UserErrorException">The body is another one.</exception>
    public static async Task<string> WordAsync(HttpContext context, string name)
    {
        var value = await PropertyAsync(context, name).ConfigureAwait(false);
        return value?.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw new UserErrorException($"Give {{\"{name}\": \"…\"}}.");
    }

    private static async Task<JsonNode?> PropertyAsync(HttpContext context, string name)
    {
        try
        {
            return StrictJson.Parse(await TextAsync(context).ConfigureAwait(false)) is JsonObject body ? body[name] : null;
        }
        catch (JsonException e)
        {
            throw new UserErrorException("The request's body is no JSON; see docs/dashboard.md for what each address takes.", e);
        }
    }
}
