using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Training.Datasets;

/// <summary>Reads data files, which may extend others (<see cref="ExtendingJson{T}"/>). Keys that mean nothing are errors.</summary>
public static class DatasetPlanFile
{
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly ExtendingJson<DatasetPlan> Files = new(Json, "a data file", "training/experiments/deployed-data.json", "training/DATA.md");

    /// <exception cref="UserErrorException">The file is missing, no JSON, or says something that makes no sense.</exception>
    public static DatasetPlan Read(string path) => Validated(Files.Read(path), path);

    private static DatasetPlan Validated(DatasetPlan plan, string path)
    {
        var crop = plan.Crop;
        if (crop.Size is < 16 or > 1024) throw Wrong($"crop.size is {crop.Size}; give 16 to 1024.");
        if (crop.Margin is < 0 or > 256) throw Wrong($"crop.margin is {crop.Margin}; give 0 to 256.");
        if (crop.Scale is not (> 0.1f and < 10)) throw Wrong($"crop.scale is {crop.Scale}; give a factor such as 1 or 1.2.");
        if (plan.Parts.Count == 0) throw Wrong("there are no parts; name at least one.");
        var names = new HashSet<string>();
        foreach (var part in plan.Parts)
        {
            if (!PlainName.Is(part.Name)) throw Wrong($"every part needs a name that can name a file, of {PlainName.Rule}; one has '{part.Name}'.");

            if (!names.Add(part.Name)) throw Wrong($"two parts are named '{part.Name}'; rename one.");
            switch (part)
            {
                case RenderedPlan { PerPerson: < 1 }: throw Wrong($"part '{part.Name}' takes no picture of a person; give a perPerson of at least 1.");
                case RenderedPlan rendered when rendered.Count < 1: throw Wrong(
                    $"part '{part.Name}' renders {rendered.Count} faces; give a count of at least 1.");
                case RenderedPlan { Tail: not (null or > 0 and < 100) } rendered: throw Wrong(
                    $"part '{part.Name}' has a tail of {rendered.Tail}; give a power such as 6, or leave it out.");
                case RenderedPlan { Clips: true, Maps: false }: throw Wrong(
                    $"part '{part.Name}' is of clips, which are for what moves in them; give \"maps\": true too.");
                case RenderedPlan { Clips: true } clips when clips is { Tail: not null } or { Dim: true } or { LeastYaw: not 0 }: throw Wrong(
                    $"part '{part.Name}' is of clips, a clip of everybody in a light of its own; leave out 'tail', 'dim' and 'leastYaw'.");
                case RenderedPlan { LeastYaw: not (>= 0 and <= RenderOptions.LargestLeastYaw) } rendered: throw Wrong(
                    $"part '{part.Name}' has a leastYaw of {rendered.LeastYaw}; give degrees from 0 to {RenderOptions.LargestLeastYaw}, or leave it out.");
                case RenderedPlan { People: PeopleSource.Valid } when plan.Avatars is null: throw Wrong(
                    $"part '{part.Name}' needs VALID avatars; name their folder with 'avatars'.");
                case PhotosPlan photos when photos.Landmarks.Count
                    + photos.Unlabelled.Count == 0: throw Wrong($"part '{part.Name}' names no photos; give 'landmarks' or 'unlabelled'.");
                case PhotosPlan { Unlabelled.Count: > 0 } when plan.Teachers.Count == 0: throw Wrong(
                    $"part '{part.Name}' has photos without landmarks; name 'teachers' to label them.");
                case ProfilesPlan { Maps: true }: throw Wrong(
                    $"part '{part.Name}' is of turned photos, which have no label maps; leave 'maps' out.");
                case ProfilesPlan { Landmarks.Count: 0 }: throw Wrong($"part '{part.Name}' names no photos; give 'landmarks'.");
                case ProfilesPlan { Step: not (>= 1 and <= 90) } profiles: throw Wrong($"part '{part.Name}' has a step of {profiles.Step}°; give 1 to 90.");
                case FacesPlan { Data.Count: 0 }: throw Wrong($"part '{part.Name}' names no dataset; give 'data'.");
                case FacesPlan { Range: not (null or > 0) } faces: throw Wrong($"part '{part.Name}' has a range of {faces.Range}°; give degrees such as 99.");
                case FacesPlan { Protocol: not (null or 2 or 3) } faces: throw Wrong(
                    $"part '{part.Name}' has protocol {faces.Protocol}; 2 splits AFLW, 3 splits BIWI.");
                case FacesPlan { People.Count: 0 } or FacesPlan { Without.Count: 0 }:
                    throw Wrong($"part '{part.Name}' has an empty list of people; name some.");
                default: break;
            }
        }

        return plan;

        UserErrorException Wrong(string what) => new($"{path}: {what}");
    }
}
