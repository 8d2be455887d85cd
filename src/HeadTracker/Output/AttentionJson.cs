using HeadTracker.Serialization;
using System.Text.Json;
using HeadTracker.Attention;
using HeadTracker.Results;

namespace HeadTracker.Output;

/// <summary>The driver-monitoring demo as JSON, the same in every output. Times are seconds, angles degrees off the forward direction.</summary>
internal static class AttentionJson
{
    /// <summary><c>{"time":14.2,"warning":"long-distraction","raised":true,"since":11.2}</c></summary>
    public static void Write(Utf8JsonWriter json, in AttentionEvent happened)
    {
        json.WriteStartObject();
        json.WriteNumber("time"u8, happened.Timestamp.TotalSeconds);
        json.WriteString("warning"u8, WireName.Of(happened.Warning));
        json.WriteBoolean("raised"u8, happened.Raised);
        json.WriteNumber("since"u8, happened.Since.TotalSeconds);
        json.WriteEndObject();
    }

    /// <summary><c>"attention":{"gaze","yaw","pitch","awayFor","awayInWindow","buffer","warnings":[…],"events":[…]}</c>;
    /// nothing when the demo is off.</summary>
    public static void WriteMember(Utf8JsonWriter json, TrackingResult result)
    {
        if (result.Attention is not { } status) return;
        json.WriteStartObject("attention"u8);
        json.WriteString("gaze"u8, WireName.Of(status.Gaze));
        json.WriteNumber("yaw"u8, status.Yaw);
        json.WriteNumber("pitch"u8, status.Pitch);
        json.WriteNumber("awayFor"u8, status.AwayFor.TotalSeconds);
        json.WriteNumber("awayInWindow"u8, status.AwayInWindow.TotalSeconds);
        json.WriteNumber("buffer"u8, status.Buffer.TotalSeconds);
        json.WriteStartArray("warnings"u8);
        foreach (var warning in result.Warnings) json.WriteStringValue(WireName.Of(warning));
        json.WriteEndArray();
        json.WriteStartArray("events"u8);
        foreach (var happened in result.AttentionEvents) Write(json, happened);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
