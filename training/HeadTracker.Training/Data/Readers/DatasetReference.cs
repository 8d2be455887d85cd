using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// Names a dataset: on the command line as <c>[KIND:]PATH[,boxes=FILE][,labels=FILE][,terms=TEXT]</c>, in experiment files with the same properties.
/// </summary>
/// <param name="Path">Folder, .tar or .htpack.</param>
/// <param name="Kind">One of <see cref="Kinds"/>; null to recognise it by its files.</param>
/// <param name="Boxes">A boxes file that replaces the dataset's own boxes.</param>
/// <param name="Labels">A labels file outside the dataset.</param>
/// <param name="Terms">Terms of use, where the reader cannot know them: a folder of photos with a CSV file.</param>
public sealed record DatasetReference(string Path, string? Kind = null, string? Boxes = null, string? Labels = null, string? Terms = null)
{
    // The plain CSV comes last: others ship CSV files of their own.
    private static readonly IDatasetReader[] Readers =
    [
        W300LpReader.ForW300Lp, W300LpReader.ForAflw2000, new AflwReader(), BiwiReader.Calibrated, BiwiReader.Uncalibrated,
        new EthXGazeReader(), new EthXGazeNormalizedReader(), CsvReader.Genki, CsvReader.Plain,
    ];

    /// <summary>The kinds that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Readers.Select(reader => reader.Kind), "htpack"];

    /// <summary>The reference in words for a pack's provenance: file names alone, since folders are the affair of one machine.</summary>
    public string Provenance
    {
        get
        {
            string Named(string name, string? path) => path is null ? "" : $",{name}={System.IO.Path.GetFileName(path)}";
            var file = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));
            return $"{(Kind is null ? "" : Kind + ":")}{file}{Named("boxes", Boxes)}{Named("labels", Labels)}{Named("terms", Terms)}";
        }
    }

    /// <exception cref="UserErrorException">The text names an unknown kind or option.</exception>
    public static DatasetReference Parse(string text)
    {
        var parts = text.Split(',');
        var path = parts[0];
        string? kind = null, boxes = null, labels = null, terms = null;
        // A kind has at least two letters, so that C:\faces stays a path.
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        if (colon > 1)
        {
            kind = path[..colon];
            path = path[(colon + 1)..];
            RequireKind(kind);
        }

        foreach (var option in parts.Skip(1))
        {
            if (option.StartsWith("boxes=", StringComparison.Ordinal)) boxes = option["boxes=".Length..];
            else if (option.StartsWith("labels=", StringComparison.Ordinal)) labels = option["labels=".Length..];
            else if (option.StartsWith("terms=", StringComparison.Ordinal)) terms = option["terms=".Length..];
            else throw new UserErrorException($"'{option}' in '{text}' is not understood; a dataset is [KIND:]PATH[,boxes=FILE][,labels=FILE][,terms=TEXT].");
        }

        return new DatasetReference(path, kind, boxes, labels, terms);
    }

    /// <summary>Reads the labels. The caller disposes the dataset.</summary>
    /// <exception cref="UserErrorException">Path missing, kind unknown, or not one usable face.</exception>
    public FaceDataset Open()
    {
        if (Kind == "htpack" || Path.EndsWith(PackFormat.Extension, StringComparison.OrdinalIgnoreCase)) return PackDataset.Open(Path);
        var options = new ReadOptions(Boxes is null ? null : BoxFile.Read(Boxes), Labels);
        var files = FileStore.Open(Path);
        try
        {
            var reader = ReaderFor(files);
            // A CSV file has no name of its own; its photos' folder says more than "CSV".
            var name = reader == CsvReader.Plain ? System.IO.Path.GetFileNameWithoutExtension(files.Location) : reader.Name;
            var report = new ReadReport(name);
            var faces = reader.Read(files, options, report).Where(face => IsUsable(face, report)).ToList();
            report.Kept = faces.Count;
            report.RequireSome(Path);
            return new FaceDataset(name, reader.PhotosOf(files), faces, report) { Terms = Terms ?? reader.Terms };
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>The one place where faces of every kind of dataset, and of boxes files, are held against what can be used.</summary>
    private static bool IsUsable(LabelledFace face, ReadReport report)
    {
        if (face.Flaw is not { } flaw) return true;
        report.Drop(face.Image, flaw);
        return false;
    }

    private IDatasetReader ReaderFor(IFileStore files)
    {
        if (Kind is not null)
        {
            RequireKind(Kind);
            return Readers.First(reader => reader.Kind == Kind);
        }

        return Readers.FirstOrDefault(reader => reader.Recognises(files))
            ?? throw new UserErrorException($"{Path} looks like no known dataset; say its kind, as in {Kinds[0]}:{Path} (kinds: {string.Join(", ", Kinds)}).");
    }

    private static void RequireKind(string kind)
    {
        if (!Kinds.Contains(kind)) throw new UserErrorException($"'{kind}' is no kind of dataset; known are {string.Join(", ", Kinds)}.");
    }
}
