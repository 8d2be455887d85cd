using System.Text.Json;
using System.Text.Json.Nodes;
using HeadTracker.Detection;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Labelling;
using HeadTracker.Training.Labelling.Profiles;

namespace HeadTracker.Training.Datasets;

/// <summary>Makes the parts of a data file, each kind in its way. Networks and assets are opened when first needed.</summary>
/// <param name="make">Makes a file of labels or boxes unless it is there: its name, all it follows from, and how.</param>
/// <param name="group">Processes that share the samples of every part; labels and boxes are one process's work.</param>
internal sealed class PartMakers(DatasetPlan plan, string inputs, string folder, ProgressRunner progress, TextWriter log,
    Action<string, JsonNode, Func<int>> make, ProcessGroup group) : IDisposable
{
    private const float LeastFit = 0.3f, LargestDispute = 8;

    private TeacherPanel? _panel;

    public PackHeader Header { get; } = plan.Crop.ToHeader();

    /// <summary>All that a part follows from, as it is kept in the record.</summary>
    public JsonNode From(PartPlan part)
    {
        var from = new JsonObject { ["part"] = Node(part), ["crop"] = Node(plan.Crop) };
        if (part is RenderedPlan) from["avatars"] = plan.Avatars;
        if (part is PhotosPlan or ProfilesPlan) from["labels"] = LabelsFrom();
        return from;
    }

    /// <summary>Makes the labels and boxes that a part needs.</summary>
    public void Prepare(PartPlan part, CancellationToken stop)
    {
        switch (part)
        {
            case PhotosPlan photos:
                foreach (var set in photos.Landmarks) Label(set, landmarks: true, stop);
                foreach (var set in photos.Unlabelled) Label(set, landmarks: false, stop);
                break;
            case ProfilesPlan profiles:
                foreach (var set in profiles.Landmarks) Label(set, landmarks: true, stop);
                break;
            case FacesPlan { Detect: true } faces:
                foreach (var data in faces.Data) FindBoxes(Located(data).Path, stop);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes a part's samples, and their label maps where they are asked for.</summary>
    public void Write(PartPlan part, PackWriter writer, MapWriter? maps, CancellationToken stop)
    {
        switch (part)
        {
            case RenderedPlan rendered: Render(rendered, writer, maps, stop); break;
            case ProfilesPlan profiles: Turn(profiles, writer, stop); break;
            case PhotosPlan photos: Pack(photos.Name, [.. photos.Landmarks.Concat(photos.Unlabelled)
                .Select(set => new DatasetReference(At(set), Kind: "csv", Labels: LabelsOf(set)))],
                writer, maps, clamp: false, (set, whole) => Landmarked(photos, set, whole, maps).WithinRange(Protocol.Range), stop); break;
            case FacesPlan faces: Pack(faces.Name, [.. faces.Data.Select(data => Located(data))
                .Select(data => faces.Detect ? data with { Boxes = BoxesOf(data.Path) } : data)],
                writer, maps, faces.Clamp, (_, whole) => FaceChoice.Of(faces, whole), stop); break;
            default: throw new ArgumentException($"{part.GetType().Name} is not known here.", nameof(part));
        }
    }

    public void Dispose() => _panel?.Dispose();

    private void Render(RenderedPlan part, PackWriter writer, MapWriter? maps, CancellationToken stop)
    {
        var options = RenderedPacker.OptionsFor(Header, part.Seed, validation: part.Use == PartUse.Test) with
        {
            SamplesPerPerson = part.PerPerson, Tail = part.LongTail, Dim = part.Dim, LeastYaw = part.LeastYaw,
        };
        var avatars = part.People == PeopleSource.MakeHuman || plan.Avatars is null ? null : At(plan.Avatars);
        var assets = SynthesisAssets.Load(SynthesisAssets.FindModules(), avatars, makeHuman: part.People != PeopleSource.Valid);
        // A webcam's view: the face has a third of the frame, and so of the crop about as many pixels as it needs.
        ISampleRenderer renderer = part.Clips
            ? new ClipRenderer(assets, options with { FrameSize = 2 * options.FrameSize })
            : new SampleRenderer(assets, options);
        using var packer = new RenderedPacker(renderer, writer, Header, detect: false, maps) { Group = group };
        progress(part.Name, part.Count, tell => packer.Add(part.Count, tell, stop));
    }

    private void Turn(ProfilesPlan part, PackWriter writer, CancellationToken stop)
    {
        using var packer = new ProfilePacker(writer, Header, ProfilePacker.NewMaker(Shapes(), new ProfileOptions { Step = part.Step })) { Group = group };
        foreach (var set in part.Landmarks)
        {
            progress($"{part.Name}: {Path.GetFileNameWithoutExtension(set)}", PhotoLabeller.Steps(At(set)),
                tell => packer.Add(At(set), part.Terms, LabelsOf(set), 0, tell, stop).WriteTo(log));
        }
    }

    private void Pack(
        string name, IReadOnlyList<DatasetReference> data, PackWriter writer, MapWriter? maps, bool clamp,
        Func<DatasetReference, FaceDataset, FaceDataset> choose, CancellationToken stop)
    {
        using var packer = new FacePacker(writer, Header, clamp)
        {
            Group = group,
            Packed = face => maps?.Add(FaceMaps.OfPhoto(face, FacePacker.RegionOf(face.Box, Header), Header.StoredSize)),
        };
        foreach (var reference in data)
        {
            using var whole = reference.Open();
            var dataset = choose(reference, whole);
            var detail = $"train dataset, {reference.Provenance}{(clamp ? ", boxes clamped" : "")}";
            progress($"{name}: {dataset.Name}", dataset.Faces.Count, tell => packer.Add(dataset, detail, tell, stop));
            dataset.Report.WriteTo(log);
        }
    }

    /// <summary>Labels that photos were given here tell poses alone; their landmarks are with the photos.</summary>
    private FaceDataset Landmarked(PhotosPlan part, DatasetReference set, FaceDataset whole, MapWriter? maps) =>
        maps is not null && part.Landmarks.Any(landmarked => At(landmarked) == set.Path) ? PhotoLandmarks.Attach(whole, set.Path) : whole;

    private void Label(string set, bool landmarks, CancellationToken stop)
    {
        var path = LabelsOf(set);
        make(Path.GetRelativePath(folder, path), new JsonObject { ["set"] = set, ["landmarks"] = landmarks, ["labels"] = LabelsFrom() }, () =>
        {
            var report = new ReadReport(Path.GetFileName(set));
            IReadOnlyList<LabelRow> rows = [];
            var fitter = landmarks ? new LandmarkFitter(Shapes()) : null;
            _panel ??= OpenPanel();
            var labeller = new PhotoLabeller(_panel, fitter, LeastFit, LargestDispute);
            progress($"labels: {report.Dataset}", PhotoLabeller.Steps(At(set)), tell => rows = labeller.Label(At(set), report, tell, stop));
            report.WriteTo(log);
            report.RequireSome(At(set));
            foreach (var line in labeller.Describe()) log.WriteLine(line);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            LabelRow.WriteAll(path, "disagreement", rows);
            return rows.Count;
        });
    }

    private void FindBoxes(string set, CancellationToken stop)
    {
        var path = BoxesOf(set);
        make(Path.GetRelativePath(folder, path), new JsonObject { ["set"] = Path.GetFileName(set) }, () =>
        {
            var report = new ReadReport(Path.GetFileName(set));
            var boxes = new BoxFile(path, new Dictionary<string, List<FileBox>>());
            using var detector = new PhotoFaces(FaceDetectors.Create(new DetectorOptions { Thorough = true }));
            progress($"boxes: {report.Dataset}", PhotoLabeller.Steps(set), tell => boxes = BoxFinder.Find(set, path, detector, report, tell, stop));
            report.RequireSome(set);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            boxes.Write();
            return report.Kept;
        });
    }

    private TeacherPanel OpenPanel()
    {
        // A teacher may be several files joined by '+', or a name of the program's own.
        var opened = TeacherPanel.Open(
            [.. plan.Teachers.Select(teacher => string.Join('+', teacher.Split('+').Select(file => File.Exists(At(file)) ? At(file) : file)))]);
        if (plan.Align is null || plan.Teachers.Count == 0) return opened;
        using var dataset = Located(plan.Align).Open();
        opened.Align(dataset);
        return opened;
    }

    private LandmarkShapeModel Shapes() => FaceShapes.Open(plan.Shapes is null ? null : At(plan.Shapes));

    private JsonObject LabelsFrom() => new() { ["teachers"] = Node(plan.Teachers), ["align"] = plan.Align, ["shapes"] = plan.Shapes };

    private string At(string path) => Path.Combine(inputs, path);

    private DatasetReference Located(string data)
    {
        var reference = DatasetReference.Parse(data);
        return reference with { Path = At(reference.Path), Boxes = reference.Boxes is null ? null : At(reference.Boxes),
            Labels = reference.Labels is null ? null : At(reference.Labels) };
    }

    private string LabelsOf(string set) => Path.Combine(folder, "labels", Path.GetFileNameWithoutExtension(set) + ".csv");

    private string BoxesOf(string set) => Path.Combine(folder, "labels", Path.GetFileNameWithoutExtension(set) + "-boxes.json");

    private static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, DatasetPlanFile.Json)!;
}
