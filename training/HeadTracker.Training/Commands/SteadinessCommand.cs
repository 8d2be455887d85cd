using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HeadTracker.CommandLine;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Evaluation.Steadiness;

namespace HeadTracker.Training.Commands;

/// <summary><c>train steadiness</c>: models side by side on clips without labels.</summary>
internal static class SteadinessCommand
{
    public static Command Create()
    {
        var models = new Option<string[]>("--model") { Description = "Models as 'evaluate' takes them, two or more: what they agree on is the measure.",
            HelpName = "MODEL", Required = true, AllowMultipleArgumentsPerToken = true };
        var clips = new Option<string[]>("--clip") { Description = "Videos of people who rest and turn their heads.", HelpName = "FILE",
            Required = true, AllowMultipleArgumentsPerToken = true };
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        var command = new Command("steadiness", "Measure models' jitter at rest and lag in motion on videos without labels.") { models, clips, json };
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(models)!;
            if (names.Length < 2) throw new UserErrorException("One model cannot be compared with what several agree on; give --model two or more.");
            using var set = PoseAdapterSet.Open(names, name => PoseAdapters.Open(name));
            var poses = new List<ClipPose>();
            foreach (var clip in parsed.GetValue(clips)!)
            {
                poses.AddRange(ClipReader.Read(clip, poses.Select(pose => pose.Person + 1).DefaultIfEmpty(1).Max(), set.Adapters));
            }

            var (figures, rest, motion) = SteadinessTest.Run(poses, [.. set.Adapters.Select(adapter => adapter.Name)]);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { RestSeconds = rest, MotionFrames = motion, Models = figures }, JsonSerializerOptions.Web));
                return;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{poses.Count} poses of {poses.Select(pose => pose.Person).Distinct().Count()} people; {rest:0.0} s of rest, {motion} frames in motion"));
            Report.Table(["model", "jitter at rest °", "lag ms", "off the mean track in motion °"],
                [.. figures.Select(one => (IReadOnlyList<string>)[one.Filter, Text(one.JitterDegrees), Text(one.LagMs), Text(one.ErrorDegrees)])]);
        });
        return command;
    }

    private static string Text(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–";
}
