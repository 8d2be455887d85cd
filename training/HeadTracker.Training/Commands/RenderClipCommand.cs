using System.CommandLine;
using System.Text.Json;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Sampling;
using OpenCvSharp;

namespace HeadTracker.Training.Commands;

/// <summary><c>train render-clip</c>: a rendered person turning the head along a fixed path, with the truth of every frame.</summary>
internal static class RenderClipCommand
{
    private const int FramesAtOnce = 16;

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The video to write, .mp4; its truth goes beside it.", HelpName = "FILE", Required = true };
        var avatars = new Option<string?>("--avatars") { Description = "A folder of VALID avatars; without it a MakeHuman person is rendered.", HelpName = "DIR" };
        var person = new Option<string?>("--person") { Description = "Name of the avatar, such as White_M_1_Default.", HelpName = "NAME" };
        var map = new Option<string>("--map") { Description = "Environment map that lights the room.", HelpName = "NAME", DefaultValueFactory = _ => "apartment" };
        var seed = new Option<int>("--seed") { Description = "Everything random follows from it." };
        var command = new Command("render-clip", "Render a short video of a turning head with the true pose of every frame.") { output, avatars, person, map, seed };
        command.SetAction(parsed => Run(
            parsed.GetValue(output)!, parsed.GetValue(avatars), parsed.GetValue(person), parsed.GetValue(map)!, parsed.GetValue(seed)));
        return command;
    }

    private static void Run(string path, string? avatars, string? name, string mapName, int seed)
    {
        if (name is not null && avatars is null) throw new UserErrorException("--person names a VALID avatar; give their folder with --avatars too.");
        var assets = SynthesisAssets.Load(SynthesisAssets.FindModules(), avatars, makeHuman: avatars is null);
        var map = assets.Maps.FirstOrDefault(m => m.Name == mapName)
            ?? throw new UserErrorException($"There is no environment map '{mapName}'; choose one of {string.Join(", ", assets.Maps.Select(m => m.Name))}.");
        var person = assets.Valid is { } valid
            ? valid.Original(name ?? valid.Names[0])
            : assets.MakeHuman!.Create("clip", RandomExtensions.Seeded(seed, 0, 3));
        var clip = new TurningClip(person, map, seed);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var video = Open(path);
        using var truth = new StreamWriter(Path.ChangeExtension(path, ".truth.jsonl"));
        ConsoleProgress.Run("rendering", TurningClip.FrameCount, progress =>
        {
            var frames = new Sample[FramesAtOnce];
            for (var first = 0; first < TurningClip.FrameCount; first += FramesAtOnce)
            {
                var count = Math.Min(FramesAtOnce, TurningClip.FrameCount - first);
                Parallel.For(0, count, i => frames[i] = clip.Render(first + i));
                for (var i = 0; i < count; i++)
                {
                    video.Write(frames[i].Picture);
                    truth.WriteLine(TruthOf(frames[i].Truth));
                    frames[i].Dispose();
                }

                progress(first + count);
            }
        });
        Console.WriteLine($"{path}: {TurningClip.FrameCount} frames of {person.Provenance} under {map.Name}");
    }

    // H.264 where OpenCV has an encoder for it; MPEG-4 everywhere else.
    private static VideoWriter Open(string path)
    {
        foreach (var codec in (ReadOnlySpan<string>)["avc1", "mp4v"])
        {
            var writer = new VideoWriter(path, VideoWriter.FourCC(codec), TurningClip.FramesPerSecond, new Size(TurningClip.Width, TurningClip.Height));
            if (writer.IsOpened()) return writer;
            writer.Dispose();
        }

        throw new UserErrorException($"'{path}' cannot be written as a video; give a name that ends in .mp4 in a folder that can be written to.");
    }

    private static string TruthOf(SampleTruth truth) => JsonSerializer.Serialize(new
    {
        frame = truth.Index,
        time = truth.Index / (double)TurningClip.FramesPerSecond,
        yaw = truth.Angles.Yaw,
        pitch = truth.Angles.Pitch,
        roll = truth.Angles.Roll,
        quaternion = new[] { truth.Rotation.W, truth.Rotation.X, truth.Rotation.Y, truth.Rotation.Z },
        box = new[] { truth.LandmarkBox.X, truth.LandmarkBox.Y, truth.LandmarkBox.Width, truth.LandmarkBox.Height },
    });
}
