using System.Globalization;
using System.Numerics;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>Gives photos with 68 landmarks a pose and writes the labels that <c>csv</c> datasets are read from.</summary>
public static class LandmarkLabeller
{
    /// <summary>Reads the landmarks of a set: the CSV file with columns <c>file, x0, y0 … x67, y67</c> beside its photos.</summary>
    /// <exception cref="UserErrorException">There is no such file, or not one readable row.</exception>
    public static IReadOnlyList<(string Image, Vector2[] Points)> ReadLandmarks(IFileStore files, ReadReport report)
    {
        var name = files.Files.FirstOrDefault(file =>
            Path.GetFileName(file).StartsWith("landmarks", StringComparison.Ordinal) && file.EndsWith(".csv", StringComparison.Ordinal))
            ?? throw new UserErrorException($"{files.Location} holds no landmarks68.csv; its columns are file, x0, y0 … x67, y67 in pixels.");
        var table = CsvTable.Parse(files.Read(name), name);
        var (file, first) = (table.IndexOf("file"), table.IndexOf("x0"));
        if (file < 0 || first < 0)
        {
            throw new UserErrorException($"{name} in {files.Location} has no columns 'file' and 'x0'; expected file, x0, y0 … x67, y67.");
        }

        var faces = new List<(string, Vector2[])>();
        foreach (var row in table.Rows)
        {
            if (TryPoints(row, first) is not { } points) report.Drop(row[Math.Min(file, row.Length - 1)], "with a row that is too short or holds no numbers");
            else if (!files.Contains(row[file])) report.Drop(row[file], "without its photo");
            else faces.Add((row[file], points));
        }

        report.Kept = faces.Count;
        report.RequireSome(files.Location);
        return faces;
    }

    /// <summary>Fits every face and writes the labels; weights are the fits' confidences.</summary>
    /// <param name="path">The CSV file; an older one is replaced when the new one is whole.</param>
    /// <param name="faces">Photos and their landmarks.</param>
    /// <param name="fitter">The face model to lay over them.</param>
    /// <param name="leastConfidence">Faces below it are left out and counted.</param>
    /// <param name="report">Takes them.</param>
    public static IReadOnlyList<LandmarkFit> Write(
        string path, IReadOnlyList<(string Image, Vector2[] Points)> faces, LandmarkFitter fitter, float leastConfidence, ReadReport report)
    {
        var fits = new LandmarkFit[faces.Count];
        Parallel.For(0, faces.Count, i => fits[i] = fitter.Fit(faces[i].Points));

        var rows = new List<LabelRow>();
        for (var i = 0; i < faces.Count; i++)
        {
            if (fits[i].Confidence < leastConfidence) report.Drop(faces[i].Image, $"with landmarks that fit no face (confidence below {leastConfidence})");
            else rows.Add(new LabelRow(faces[i].Image, LandmarkBox.Around(faces[i].Points), fits[i].Rotation, fits[i].Confidence, fits[i].Residual));
        }

        report.Kept = rows.Count;
        LabelRow.WriteAll(path, "residual", rows);
        return fits;
    }

    private static Vector2[]? TryPoints(string[] row, int first)
    {
        var points = new Vector2[LandmarkBox.PointCount];
        if (row.Length < first + 2 * points.Length) return null;
        for (var i = 0; i < points.Length; i++)
        {
            if (!Number(row[first + 2 * i], out var x) || !Number(row[first + 2 * i + 1], out var y)) return null;
            points[i] = new Vector2(x, y);
        }

        return points;

        static bool Number(string text, out float value) =>
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }
}
