using System.CommandLine;
using HeadTracker.Detection;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Commands;

/// <summary><c>train boxes</c>: relabels the boxes of a dataset with the runtime's own detector.</summary>
internal static class BoxesCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A labelled dataset, [KIND:]PATH: one box per labelled face.", HelpName = "DATASET" };
        var photos = new Option<string>("--photos") { Description = "A folder or .tar of photos without labels: all faces found.", HelpName = "PATH" };
        var output = new Option<string>("--out") { Description = "The boxes file to write.", HelpName = "FILE", DefaultValueFactory = _ => "boxes.json" };
        var detector = new Option<string>("--detector") { Description = "Detector name or ONNX file.", HelpName = "NAME",
            DefaultValueFactory = _ => "blazeface" };
        var command = new Command("boxes", "Find the faces of a dataset with the runtime's detector and write a boxes file.") { data, photos, output,
            detector };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            Originals.Protect(path, [.. Originals.Of(parsed.GetValue(data) is { } named ? [named] : []), parsed.GetValue(photos)]);
            using var faces = new PhotoFaces(FaceDetectors.Create(new DetectorOptions { Model = parsed.GetValue(detector)!, Thorough = true }));
            if (parsed.GetValue(data) is { } dataset) OfDataset(DatasetReference.Parse(dataset), path, faces);
            else if (parsed.GetValue(photos) is { } folder) OfPhotos(folder, path, faces);
            else throw new UserErrorException("Nothing to look at; give --data DATASET or --photos PATH.");
        });
        return command;
    }

    private static void OfDataset(DatasetReference reference, string path, PhotoFaces detector)
    {
        using var dataset = reference.Open();
        var boxes = new Dictionary<string, List<FileBox>>(StringComparer.Ordinal);
        var overlaps = new List<float>();
        ConsoleProgress.Run("boxes", dataset.Faces.Count, progress =>
        {
            var done = 0;
            foreach (var photo in dataset.Faces.GroupBy(face => face.Image))
            {
                try
                {
                    var found = detector.Find(dataset.Photos, photo.Key);
                    foreach (var face in photo)
                    {
                        if (!PhotoFaces.TryMatch(found, face.Box, out var box))
                        {
                            dataset.Report.Drop(face.Image, "not found by the detector");
                            continue;
                        }

                        overlaps.Add(box.IntersectionOverUnion(face.Box));
                        if (!boxes.TryGetValue(photo.Key, out var list)) boxes[photo.Key] = list = [];
                        list.Add(new FileBox(box, face.Part));
                    }
                }
                catch (InvalidDataException e)
                {
                    dataset.Report.Drop(photo.Key, $"broken ({e.Message})");
                }

                progress(done += photo.Count());
            }
        });

        dataset.Report.Kept = overlaps.Count;
        dataset.Report.WriteTo(Console.Out);
        dataset.Report.RequireSome(reference.Path);
        new BoxFile(path, boxes).Write();
        Console.WriteLine($"{path}: {overlaps.Count} boxes, mean overlap with the dataset's own {overlaps.Average():F3}");
    }

    private static void OfPhotos(string folder, string path, PhotoFaces detector)
    {
        var report = new ReadReport(folder);
        var boxes = new BoxFile(path, new Dictionary<string, List<FileBox>>());
        ConsoleProgress.Run("boxes", PhotoLabeller.Steps(folder),
            progress => boxes = BoxFinder.Find(folder, path, detector, report, progress, CancellationToken.None));
        report.WriteTo(Console.Out);
        report.RequireSome(folder);
        boxes.Write();
        Console.WriteLine($"{path}: {report.Kept} boxes in {boxes.Boxes.Count} photos");
    }
}
