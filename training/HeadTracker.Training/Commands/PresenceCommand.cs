using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Training.Evaluation.Presence;
using OpenCvSharp;

namespace HeadTracker.Training.Commands;

/// <summary><c>train presence</c>: whether the tracker believes in faces where there are some, and only there.</summary>
internal static class PresenceCommand
{
    public static Command Create()
    {
        var with = Sources("--with", "Folders of pictures, pictures and films that show somebody in every frame.");
        var without = Sources("--without", "Those that show nobody.");
        var model = new Option<string>("--model") { Description = "Pose model.", HelpName = "NAME", DefaultValueFactory = _ => Tracking.Engines.DefaultModel };
        var frames = new Option<int>("--frames") { Description = "Frames of the clip that is made of a picture.",
            HelpName = "N", DefaultValueFactory = _ => 30 };
        var turned = new Option<bool>("--turned") { Description = "Also the pictures of --with upside down and on their side, which count as nobody." };
        var scores = new Option<bool>("--scores") { Description = "Instead: in how many photos a face is found, by the least score of a face." };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("presence", "Measure how often the tracker believes in a face where nobody is, and does not where somebody is.")
        {
            with, without, turned, model, frames, scores, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(with) is null && result.GetResult(without) is null) result.AddError("Give --with, --without, or both");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(scores))
            {
                Sweep(FilesOf(parsed.GetValue(with)!), FilesOf(parsed.GetValue(without)!), parsed.GetValue(json));
                return;
            }

            using var test = new PresenceTest(parsed.GetValue(model)!, parsed.GetValue(frames));
            var (faces, scenes) = (FilesOf(parsed.GetValue(with)!), FilesOf(parsed.GetValue(without)!));
            var figures = new List<PresenceFigures>();
            Add("somebody", faces, null);
            if (parsed.GetValue(turned))
            {
                Add("upside down", faces, RotateFlags.Rotate180);
                Add("on the side", faces, RotateFlags.Rotate90Clockwise);
            }

            Add("nobody", scenes, null);
            Print(figures, parsed.GetValue(json));

            void Add(string kind, IReadOnlyList<string> files, RotateFlags? turn)
            {
                if (files.Count == 0) return;
                ConsoleProgress.Run(kind, files.Count, progress => figures.Add(test.Run(kind, files, turn, progress)));
            }
        });
        return command;
    }

    private static void Sweep(IReadOnlyList<string> somebody, IReadOnlyList<string> nobody, bool json)
    {
        using var sweep = new ScoreSweep();
        var figures = ScoreSweep.Count(ScoresOf("somebody", somebody), ScoresOf("nobody", nobody));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
            return;
        }

        Report.Table(["least score", "found in the whole picture", "false", "found with closer looks", "false"],
            [.. figures.Select(one => (IReadOnlyList<string>)[
                one.LeastScore.ToString("0.00", CultureInfo.InvariantCulture), $"{one.Found}", $"{one.False}", $"{one.FoundCloser}", $"{one.FalseCloser}"])]);
        Console.WriteLine($"Photos with a face, of {somebody.Count} that show somebody and {nobody.Count} that show nobody.");

        List<PhotoScores> ScoresOf(string kind, IReadOnlyList<string> photos)
        {
            var all = new List<PhotoScores>();
            ConsoleProgress.Run(kind, photos.Count, progress =>
            {
                foreach (var photo in photos)
                {
                    all.Add(sweep.ScoresOf(photo));
                    progress(all.Count);
                }
            });
            return all;
        }
    }

    private static Option<string[]> Sources(string name, string description) => new(name)
    {
        Description = description, HelpName = "PATH", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
    };

    private static List<string> FilesOf(string[] paths) =>
        [.. paths.SelectMany(path => Directory.Exists(path) ? FrameSources.PicturesIn(path, "*") : [path])];

    private static void Print(IReadOnlyList<PresenceFigures> figures, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
            return;
        }

        Report.Table(["shows", "clips", "frames", "tracking %", "unsure %", "nothing %", "clips tracking"],
            [.. figures.Select(one => (IReadOnlyList<string>)[
                one.Kind, $"{one.Clips}", $"{one.Frames}", Share(one.Tracking, one), Share(one.Unsure, one),
                Share(one.Frames - one.Tracking - one.Unsure, one), $"{one.ClipsTracking}"])]);
    }

    private static string Share(int count, PresenceFigures of) =>
        of.Frames == 0 ? "–" : (100.0 * count / of.Frames).ToString("0.00", CultureInfo.InvariantCulture);
}
