using System.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Datasets;

namespace HeadTracker.Training.Commands;

/// <summary><c>train synthesize</c>: rendered heads with exact pose → one packed set.</summary>
internal static class SynthesizeCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many faces.", HelpName = "N", Required = true };
        var seed = new Option<int>("--seed") { Description = "Everything random follows from it." };
        var output = new Option<string?>("--out") { Description = "The packed set to write.", HelpName = "FILE" };
        var frames = new Option<string?>("--frames") { Description = "A folder for whole frames, each with 68 landmarks, segmentation and depth.",
            HelpName = "DIR" };
        var avatars = new Option<string?>("--avatars") { Description = "A folder of VALID avatars, beside MakeHuman's people.", HelpName = "DIR" };
        var people = new Option<string>("--people") { Description = "Who: makehuman, valid (needs --avatars), or both where both are there.",
            DefaultValueFactory = _ => "both" };
        people.AcceptOnlyFromAmong("both", "makehuman", "valid");
        var perPerson = new Option<int>("--per-person") { Description = "Pictures of one person before the next is made.", DefaultValueFactory = _ => 24 };
        var validation = new Option<bool>("--validation") { Description = "People that no training set shows." };
        var size = new Option<int>("--size") { Description = "Side of the network input in pixels.", DefaultValueFactory = _ => 224 };
        var margin = new Option<int>("--margin") { Description = "Pixels kept around it for shifts and rotations.", DefaultValueFactory = _ => 16 };
        var shape = new Option<CropShape>("--crop") { Description = "stretch: the box as it is; square: faces keep their proportions.",
            DefaultValueFactory = _ => CropShape.Stretch };
        var scale = new Option<float>("--scale") { Description = "Factor on the box.", DefaultValueFactory = _ => 1 };
        var boxes = new Option<string>(
            "--boxes") { Description = "Where boxes come from: jitter, drawn as the detector's errors are; detector, the detector itself.",
                DefaultValueFactory = _ => "jitter" };
        boxes.AcceptOnlyFromAmong("jitter", "detector");
        var maps = new Option<bool>("--maps") { Description = "Also write label maps and their picture beside the packed set." };
        var sheet = new Option<string?>("--sheet") { Description = "Also write a contact sheet of the first 48 frames, .png.", HelpName = "FILE" };
        var command = new Command("synthesize", "Render labelled heads into a packed set.") { count, seed, output, frames, avatars, people,
            perPerson, validation, size, margin, shape, scale, boxes, maps, sheet };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is null && parsed.GetValue(frames) is null)
            {
                throw new UserErrorException("Nothing would be written; give --out FILE for a packed set, or --frames DIR.");
            }

            if (parsed.GetValue(maps) && parsed.GetValue(output) is null)
            {
                throw new UserErrorException("--maps writes beside a packed set; give --out FILE too.");
            }

            var header = new PackHeader
            {
                InputSize = Checked(parsed.GetValue(size), 16, 1024, "--size"),
                Margin = Checked(parsed.GetValue(margin), 0, 256, "--margin"),
                Crop = new CropRule(parsed.GetValue(shape), parsed.GetValue(scale)),
            };
            var options = RenderedPacker.OptionsFor(header, parsed.GetValue(seed), parsed.GetValue(validation))
                with { SamplesPerPerson = Checked(parsed.GetValue(perPerson), 1, int.MaxValue, "--per-person") };
            var who = parsed.GetValue(people);
            if (who == "valid" && parsed.GetValue(avatars) is null)
            {
                throw new UserErrorException("--people valid needs a folder of VALID avatars; give it with --avatars.");
            }

            var assets = SynthesisAssets.Load(SynthesisAssets.FindModules(), who == "makehuman" ? null : parsed.GetValue(avatars), makeHuman: who != "valid");
            var renderer = new SampleRenderer(assets, options);
            var faces = Checked(parsed.GetValue(count), 1, int.MaxValue, "--count");
            if (parsed.GetValue(output) is { } pack)
                Run(renderer, faces, header, pack, parsed.GetValue(boxes) == "detector", parsed.GetValue(maps), parsed.GetValue(sheet));
            if (parsed.GetValue(frames) is { } folder) WriteFrames(renderer, faces, folder);
        });
        return command;
    }

    private static void Run(SampleRenderer renderer, int count, PackHeader header, string path, bool detect, bool withMaps, string? sheetPath)
    {
        if (sheetPath is not null) WriteSheet(renderer, Math.Min(count, 48), sheetPath);
        using var writer = new PackWriter(path, header);
        using var maps = withMaps ? new MapWriter(path, header) : null;
        using var packer = new RenderedPacker(renderer, writer, header, detect, maps);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        ConsoleProgress.Run("rendering", count, progress => packer.Add(count, progress));
        writer.Complete();
        if (maps is not null) MapPictures.Finish(maps, path);
        Console.WriteLine($"{path}: {writer.Count} faces of {header.StoredSize} pixels, {count / watch.Elapsed.TotalSeconds:F1} per second, "
            + $"{new FileInfo(path).Length / 1e6:F1} MB");
    }

    private static void WriteFrames(SampleRenderer renderer, int count, string path)
    {
        using var folder = new FrameFolder(path);
        ConsoleProgress.Run("frames", count, progress =>
        {
            var done = 0;
            foreach (var rendered in Enumerable.Range(0, count).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .Select(i => renderer.Render(i, withMaps: true)))
            {
                using var sample = rendered;
                folder.Add(sample);
                progress(++done);
            }
        });
        Console.WriteLine($"{path}: {count} frames with truth.jsonl, segmentation and depth");
    }

    private static void WriteSheet(SampleRenderer renderer, int count, string path)
    {
        const int columns = 8;
        using var sheet = new ContactSheet(columns, (count + columns - 1) / columns, 120);
        // Every seventh sample, so that more people are seen.
        for (var i = 0; i < count; i++)
        {
            using var sample = renderer.Render(7 * i);
            sheet.Add(sample, marked: true);
        }

        sheet.Save(path);
    }

    private static int Checked(int value, int low, int high, string option) =>
        value >= low && value <= high ? value : throw new UserErrorException($"{option} {value} is out of range; give {low} to {high}.");
}
