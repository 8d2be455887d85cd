using System.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Synthesizing;

namespace HeadTracker.Training.Commands;

/// <summary><c>train synthesize</c>: rendered heads with exact pose → one packed set.</summary>
internal static class SynthesizeCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many faces.", HelpName = "N", Required = true };
        var seed = new Option<int>("--seed") { Description = "Everything random follows from it." };
        var output = new Option<string>("--out") { Description = "The packed set to write.", HelpName = "FILE", Required = true };
        var avatars = new Option<string?>("--avatars") { Description = "A folder of VALID avatars, beside MakeHuman's people.", HelpName = "DIR" };
        var people = new Option<string>("--people") { Description = "Who: makehuman, valid (needs --avatars), or both where both are there.", DefaultValueFactory = _ => "both" };
        people.AcceptOnlyFromAmong("both", "makehuman", "valid");
        var perPerson = new Option<int>("--per-person") { Description = "Pictures of one person before the next is made.", DefaultValueFactory = _ => 24 };
        var validation = new Option<bool>("--validation") { Description = "People that no training set shows." };
        var size = new Option<int>("--size") { Description = "Side of the network input in pixels.", DefaultValueFactory = _ => 224 };
        var margin = new Option<int>("--margin") { Description = "Pixels kept around it for shifts and rotations.", DefaultValueFactory = _ => 16 };
        var shape = new Option<CropShape>("--crop") { Description = "stretch: the box as it is; square: faces keep their proportions.", DefaultValueFactory = _ => CropShape.Stretch };
        var scale = new Option<float>("--scale") { Description = "Factor on the box.", DefaultValueFactory = _ => 1 };
        var boxes = new Option<string>("--boxes") { Description = "Where boxes come from: jitter, drawn as the detector's errors are; detector, the detector itself.", DefaultValueFactory = _ => "jitter" };
        boxes.AcceptOnlyFromAmong("jitter", "detector");
        var sheet = new Option<string?>("--sheet") { Description = "Also write a contact sheet of the first 48 frames, .png.", HelpName = "FILE" };
        var command = new Command("synthesize", "Render labelled heads into a packed set.") { count, seed, output, avatars, people, perPerson, validation, size, margin, shape, scale, boxes, sheet };
        command.SetAction(parsed =>
        {
            var header = new PackHeader
            {
                InputSize = Checked(parsed.GetValue(size), 16, 1024, "--size"),
                Margin = Checked(parsed.GetValue(margin), 0, 256, "--margin"),
                Crop = new CropRule(parsed.GetValue(shape), parsed.GetValue(scale)),
            };
            var options = new RenderOptions(parsed.GetValue(seed))
            {
                FrameSize = header.StoredSize,
                FaceShare = RenderedPacker.FaceShare,
                SamplesPerPerson = Checked(parsed.GetValue(perPerson), 1, int.MaxValue, "--per-person"),
                Split = parsed.GetValue(validation) ? IdentitySplit.Validation : IdentitySplit.Training,
            };
            var who = parsed.GetValue(people);
            if (who == "valid" && parsed.GetValue(avatars) is null) throw new UserErrorException("--people valid needs a folder of VALID avatars; give it with --avatars.");
            var assets = SynthesisAssets.Load(SynthesisAssets.FindModules(), who == "makehuman" ? null : parsed.GetValue(avatars), makeHuman: who != "valid");
            Run(new SampleRenderer(assets, options), Checked(parsed.GetValue(count), 1, int.MaxValue, "--count"), header, parsed.GetValue(output)!, parsed.GetValue(boxes) == "detector", parsed.GetValue(sheet));
        });
        return command;
    }

    private static void Run(SampleRenderer renderer, int count, PackHeader header, string path, bool detect, string? sheetPath)
    {
        if (sheetPath is not null) WriteSheet(renderer, Math.Min(count, 48), sheetPath);
        using var writer = new PackWriter(path, header);
        using var packer = new RenderedPacker(renderer, writer, header, detect);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        ConsoleProgress.Run("rendering", count, progress => packer.Add(count, progress));
        writer.Complete();
        Console.WriteLine($"{path}: {writer.Count} faces of {header.StoredSize} pixels, {count / watch.Elapsed.TotalSeconds:F1} per second, {new FileInfo(path).Length / 1e6:F1} MB");
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
