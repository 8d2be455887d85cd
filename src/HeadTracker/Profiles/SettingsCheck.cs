using System.Text.Json.Nodes;
using HeadTracker.Hotkeys;
using HeadTracker.Output.Network;
using HeadTracker.Response;
using HeadTracker.Serialization;
using HeadTracker.Settings;

namespace HeadTracker.Profiles;

/// <summary>Says what is wrong with settings in a sentence that names the key.</summary>
internal static class SettingsCheck
{
    private static readonly JsonKeys Checker = new(SettingsJson.Options);

    /// <summary>Every key is known, and every value of the right kind and in its range.</summary>
    public static void Keys(JsonObject settings)
    {
        if (Checker.FirstFlaw(settings, typeof(TrackerSettings)) is { } flaw) throw new UserErrorException(SentenceAbout(flaw));
    }

    /// <summary>What only shows when values are put to use: curves that turn back, outputs that are none.</summary>
    public static void Meanings(TrackerSettings settings)
    {
        var response = settings.Response;
        ReadOnlySpan<(string Name, AxisResponseOptions Options)> axes =
            [("yaw", response.Yaw), ("pitch", response.Pitch), ("roll", response.Roll), ("x", response.X), ("y", response.Y), ("z", response.Z)];
        foreach (var (name, options) in axes) About($"response.{name}", () => _ = new AxisResponse(options));
        Outputs("outputs", settings.Outputs);
        Outputs("stoppedOutputs", settings.StoppedOutputs);

        foreach (var (key, text) in new[]
            { ("recentre", settings.Hotkeys.Recentre), ("pause", settings.Hotkeys.Pause), ("toggle", settings.Hotkeys.Toggle) })
        {
            if (text is not null) About($"hotkeys.{key}", () => Hotkey.Parse(text));
        }

        var limits = settings.Attention.Thresholds;
        if (limits.SlowSpeed > limits.FastSpeed) throw new UserErrorException("'attention.thresholds.slowSpeed' is above 'fastSpeed'; make it lower.");
        if (limits.SharedAwaySeconds >= limits.SharedWindowSeconds)
        {
            throw new UserErrorException("'attention.thresholds.sharedAwaySeconds' is not less than 'sharedWindowSeconds'; make it less.");
        }
    }

    private static void Outputs(string key, IReadOnlyList<string> outputs)
    {
        for (var i = 0; i < outputs.Count; i++) About($"{key}[{i}]", () => PoseDestination.Parse(outputs[i]));
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

    private static string SentenceAbout(JsonFlaw flaw) => flaw.Kind switch
    {
        JsonFlawKind.UnknownKey => $"There is no setting '{flaw.Path}'; {Advice(flaw.Key, flaw.Choices)}.",
        JsonFlawKind.MissingKey => $"'{flaw.Section}' lacks '{flaw.Key}'; add it.",
        _ => $"'{flaw.Path}' takes {(flaw.Choices.Count > 0 ? OneOf(flaw.Choices) : flaw.Wanted)}, not {Shortened(flaw.Found?.ToJsonString() ?? "null")}.",
    };

    private static string OneOf(IReadOnlyList<string> words) => "one of " + string.Join(", ", words.Select(word => $"\"{word}\""));

    private static string Shortened(string json) => json.Length > 40 ? json[..37] + "..." : json;

    private static string Advice(string key, IReadOnlyList<string> known) => NearestWord.To(key, known, Math.Max(2, key.Length / 3)) is { } nearest
        ? $"did you mean '{nearest}'"
        : $"take one of {string.Join(", ", known.Where(name => name[0] != '$'))}";
}
