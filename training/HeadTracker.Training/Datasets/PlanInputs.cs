using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Readers;

namespace HeadTracker.Training.Datasets;

/// <summary>The originals that a data file's parts are made of, looked for before the first part is made.</summary>
internal static class PlanInputs
{
    /// <param name="plan">Names what all parts share.</param>
    /// <param name="parts">Those that are to be made.</param>
    /// <param name="inputs">The folder that paths are relative to.</param>
    /// <exception cref="UserErrorException">Some are missing; the message names all of them.</exception>
    public static void Require(DatasetPlan plan, IEnumerable<PartPlan> parts, string inputs)
    {
        var missing = parts.SelectMany(part => Of(plan, part)).Distinct().Where(path => !Path.Exists(Path.Combine(inputs, path))).ToList();
        if (missing.Count == 0) return;
        throw new UserErrorException(
            $"Missing in {inputs}: {string.Join(", ", missing)}; unzip or copy what is missing there under just these names, or name the folder that has "
                + "all of it with --inputs.");
    }

    /// <summary>Names and lengths of all files among a plan's originals: what tells two machines' apart without reading them.</summary>
    public static string Listing(DatasetPlan plan, string inputs)
    {
        var paths = plan.Parts.SelectMany(part => Of(plan, part)).Distinct().Order(StringComparer.Ordinal).Select(path => Path.Combine(inputs, path));
        var files = paths.SelectMany<string, string>(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path]);
        return string.Join('\n', files.Select(file => $"{Path.GetRelativePath(inputs, file)} {new FileInfo(file).Length}"));
    }

    private static IEnumerable<string> Of(DatasetPlan plan, PartPlan part)
    {
        IEnumerable<string?> paths = part switch
        {
            RenderedPlan { People: not PeopleSource.MakeHuman } => [plan.Avatars],
            PhotosPlan photos => [.. photos.Landmarks, .. photos.Unlabelled, plan.Align, plan.Shapes],
            ProfilesPlan profiles => [.. profiles.Landmarks, plan.Align, plan.Shapes],
            FacesPlan faces => faces.Data.Select(DatasetReference.Parse)
                .SelectMany(data => new[] { data.Path, faces.Detect ? null : data.Boxes, data.Labels }),
            _ => [],
        };
        return paths.OfType<string>();
    }
}
