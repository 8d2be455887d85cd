using System.CommandLine;
using System.Text.Json;
using HeadTracker.Synthesis;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Sampling;
using OpenCvSharp;

namespace HeadTracker.Training.Commands;

/// <summary><c>train render-clip</c>: a rendered person whose head follows a script, with the truth of every frame.</summary>
internal static class RenderClipCommand
{
    private const int FramesAtOnce = 16;

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The video to write, .mp4; its truth goes beside it.", HelpName = "FILE", Required = true };
        var avatars = new Option<string?>("--avatars") { Description = "A folder of VALID avatars; without it a MakeHuman person is rendered.",
            HelpName = "DIR" };
        var person = new Option<string?>("--person") { Description = "Name of the avatar, such as White_M_1_Default.", HelpName = "NAME" };
        var map = new Option<string>("--map") { Description = "Environment map that lights the room.", HelpName = "NAME",
            DefaultValueFactory = _ => "apartment" };
        var seed = new Option<int>("--seed") { Description = "Everything random follows from it." };
        var script = new Option<string>("--script") { Description = $"What happens: {string.Join(", ", ClipScript.All.Select(s => s.Name))}.",
            HelpName = "NAME", DefaultValueFactory = _ => ClipScript.Turning.Name };
        var command = new Command("render-clip", "Render a short video of a moving head with the true pose of every frame.") { output, script,
            avatars, person, map, seed };
        command.SetAction(parsed => Run(
            parsed.GetValue(output)!, ScriptOf(parsed.GetValue(script)!), parsed.GetValue(avatars), parsed.GetValue(person), parsed.GetValue(map)!,
                parsed.GetValue(seed)));
        return command;
    }

    private static void Run(string path, ClipScript script, string? avatars, string? name, string mapName, int seed)
    {
        if (name is not null && avatars is null) throw new UserErrorException("--person names a VALID avatar; give their folder with --avatars too.");
        var assets = SynthesisAssets.Load(SynthesisAssets.FindModules(), avatars, makeHuman: avatars is null);
        var map = assets.Maps.FirstOrDefault(m => m.Name == mapName)
            ?? throw new UserErrorException($"There is no environment map '{mapName}'; choose one of {string.Join(", ", assets.Maps.Select(m => m.Name))}.");
        var person = assets.Valid is { } valid
            ? valid.Original(name ?? valid.Names[0])
            : assets.MakeHuman!.Create("clip", RandomExtensions.Seeded(seed, 0, 3));
        var clip = new RenderedClip(script, person, map, seed);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var video = Open(path, script);
        using var truth = new StreamWriter(Path.ChangeExtension(path, ".truth.jsonl"));
        ConsoleProgress.Run("rendering", script.FrameCount, progress =>
        {
            var frames = new Sample[FramesAtOnce];
            for (var first = 0; first < script.FrameCount; first += FramesAtOnce)
            {
                var count = Math.Min(FramesAtOnce, script.FrameCount - first);
                Parallel.For(0, count, i => frames[i] = clip.Render(first + i));
                for (var i = 0; i < count; i++)
                {
                    video.Write(frames[i].Picture);
                    truth.WriteLine(TruthOf(frames[i].Truth, script));
                    frames[i].Dispose();
                }

                progress(first + count);
            }
        });
        Console.WriteLine($"{path}: {script.FrameCount} frames of {person.Provenance} under {map.Name}");
    }

    private static ClipScript ScriptOf(string name) => ClipScript.All.FirstOrDefault(script => script.Name == name)
        ?? throw new UserErrorException($"There is no script '{name}'; choose one of {string.Join(", ", ClipScript.All.Select(script => script.Name))}.");

    // H.264 where OpenCV has an encoder for it; MPEG-4 everywhere else.
    private static VideoWriter Open(string path, ClipScript script)
    {
        foreach (var codec in (ReadOnlySpan<string>)["avc1", "mp4v"])
        {
            var writer = new VideoWriter(path, VideoWriter.FourCC(codec), script.FramesPerSecond, new Size(script.Width, script.Height));
            if (writer.IsOpened()) return writer;
            writer.Dispose();
        }

        throw new UserErrorException($"'{path}' cannot be written as a video; give a name that ends in .mp4 in a folder that can be written to.");
    }

    private static string TruthOf(SampleTruth truth, ClipScript script) => JsonSerializer.Serialize(new
    {
        frame = truth.Index,
        time = truth.Index / (double)script.FramesPerSecond,
        yaw = truth.Angles.Yaw,
        pitch = truth.Angles.Pitch,
        roll = truth.Angles.Roll,
        quaternion = new[] { truth.Rotation.W, truth.Rotation.X, truth.Rotation.Y, truth.Rotation.Z },
        box = new[] { truth.LandmarkBox.X, truth.LandmarkBox.Y, truth.LandmarkBox.Width, truth.LandmarkBox.Height },
        face = new[] { truth.FaceCentre.X, truth.FaceCentre.Y, truth.FaceCentre.Z },
        neck = new[] { truth.Neck.X, truth.Neck.Y, truth.Neck.Z },
    });
}
