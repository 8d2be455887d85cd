using System.CommandLine;
using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.CommandLine;

namespace HeadTracker.Commands;

/// <summary><c>devices</c>: the cameras of this machine.</summary>
internal sealed class DevicesCommand : Verb
{
    private readonly Option<bool> _json = new("--json") { Description = "Print a JSON list." };

    public DevicesCommand()
        : base("devices", "List the cameras of this machine with their names and modes.")
    {
        AddGroups(new OptionGroup("Output", _json));
        Examples = ["devices", "devices --json"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var cameras = CameraList.Find();
        if (parsed.GetValue(_json)) Console.WriteLine(JsonSerializer.Serialize(cameras, JsonSerializerOptions.Web));
        else if (cameras.Count == 0) Console.WriteLine($"No camera found. Plug one in, or give a video: {CommandName.Typed} track --source clip.mp4");
        else Report.Table(["number", "name", "modes", "problem"], [.. cameras.Select(Row)]);
        return 0;
    }

    private static string[] Row(CameraInfo camera) => [$"{camera.Number}", camera.Name, ModesOf(camera), camera.Problem ?? ""];

    /// <summary>The largest few sizes; a webcam offers dozens.</summary>
    private static string ModesOf(CameraInfo camera)
    {
        if (camera.Modes.Count == 0) return "not told by this system";
        var largest = camera.Modes.OrderByDescending(mode => mode.Width * mode.Height).ThenByDescending(mode => mode.FramesPerSecond).Take(6);
        var text = string.Join(", ", largest.Select(mode => $"{mode.Format} {mode.Width}x{mode.Height} at {mode.FramesPerSecond:0.#}"));
        return camera.Modes.Count > 6 ? $"{text} and {camera.Modes.Count - 6} more" : text;
    }
}
