using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Labelling;
using HeadTracker.Training.Labelling.Profiles;

namespace HeadTracker.Training.Commands;

/// <summary><c>train profile</c>: photos with landmarks, turned in depth to the side, into a packed set.</summary>
internal static class ProfileCommand
{
    public static Command Create()
    {
        var landmarks = new Option<string[]>("--landmarks") { Description = "A folder or .tar of photos with landmarks68.csv; may be given several times.",
            HelpName = "PATH", Required = true };
        var labels = new Option<string[]>("--labels") { Description = "A labels file for each --landmarks, from 'train label': better poses than the fits'.",
            HelpName = "FILE", DefaultValueFactory = _ => [] };
        var output = new Option<string>("--out") { Description = "The packed set to write.", HelpName = "FILE", Required = true };
        var shapes = new Option<string>("--shapes") { Description = "Another face model than the program's: a .json or a folder of AFLW2000.",
            HelpName = "PATH" };
        var terms = new Option<string>("--terms") { Description = "The photos' terms of use, for the model cards.",
            DefaultValueFactory = _ => "research only" };
        var step = new Option<float>("--step") { Description = "Degrees of yaw between two pictures.", DefaultValueFactory = _ => 10 };
        var smeared = new Option<float>("--most-smeared") { Description = "Leave out pictures with a larger share of the face smeared.",
            DefaultValueFactory = _ => new ProfileOptions().MostStretched };
        var size = new Option<int>("--size") { Description = "Side of the network input in pixels.", DefaultValueFactory = _ => 112 };
        var margin = new Option<int>("--margin") { Description = "Pixels kept around it.", DefaultValueFactory = _ => 8 };
        var shape = new Option<CropShape>("--crop") { Description = "stretch or square.", DefaultValueFactory = _ => CropShape.Stretch };
        var scale = new Option<float>("--scale") { Description = "Factor on the box.", DefaultValueFactory = _ => 1 };
        var sheet = new Option<string>("--sheet") { Description = "Also draw some of the pictures with their poses.", HelpName = "PNG" };
        var limit = new Option<int>("--limit") { Description = "Only this many photos of each set, evenly spread." };
        var command = new Command("profile", "Turn photos in depth to the side, as 300W-LP was made.") { landmarks, labels, output, shapes, terms,
            step, smeared, size, margin, shape, scale, sheet, limit };
        command.SetAction(parsed =>
        {
            var header = new PackHeader
            {
                InputSize = parsed.GetValue(size),
                Margin = parsed.GetValue(margin),
                Crop = new CropRule(parsed.GetValue(shape), parsed.GetValue(scale)),
            };
            var options = new ProfileOptions { Step = parsed.GetValue(step), MostStretched = parsed.GetValue(smeared) };
            if (options.Step is not (>= 1 and <= 90)) throw new UserErrorException($"--step {options.Step} is out of range; give 1 to 90 degrees.");
            Originals.Protect(parsed.GetValue(output)!, [.. parsed.GetValue(landmarks)!, .. parsed.GetValue(labels)!, parsed.GetValue(shapes)]);
            Run(parsed.GetValue(landmarks)!, parsed.GetValue(labels)!, parsed.GetValue(output)!, parsed.GetValue(terms)!, parsed.GetValue(limit),
                header, ProfilePacker.NewMaker(FaceShapes.Open(parsed.GetValue(shapes)), options));
            if (parsed.GetValue(sheet) is { } png) PackPictures.WriteSheet(png, parsed.GetValue(output)!);
        });
        return command;
    }

    private static void Run(string[] sets, string[] labels, string path, string terms, int limit, PackHeader header, ProfileMaker maker)
    {
        if (labels.Length > 0 && labels.Length != sets.Length)
        {
            throw new UserErrorException(
                $"There are {sets.Length} sets and {labels.Length} labels files; give one --labels for each --landmarks, in their order.");
        }

        using var writer = new PackWriter(path, header);
        using var packer = new ProfilePacker(writer, header, maker);
        using var stop = new Interrupt();
        for (var i = 0; i < sets.Length; i++)
        {
            var (set, own) = (sets[i], labels.Length == 0 ? null : labels[i]);
            var report = new ReadReport(set);
            ConsoleProgress.Run(Path.GetFileNameWithoutExtension(set), PhotoLabeller.Steps(set),
                progress => report = packer.Add(set, terms, own, limit, progress, stop.Token));
            report.WriteTo(Console.Out);
        }

        if (writer.Count == 0) throw new UserErrorException("Not one photo could be turned; look at the reasons above.");
        writer.Complete();
        Console.WriteLine($"{path}: {writer.Count} faces, {new FileInfo(path).Length / 1e6:F1} MB");
    }
}
