using HeadTracker.Training.Data;

namespace HeadTracker.Training.Datasets;

/// <summary>Which faces of a dataset a part takes: a protocol's half, certain people, angles within a range, in this order.</summary>
internal static class FaceChoice
{
    /// <exception cref="UserErrorException">The part names people who are not in the dataset, or a protocol that does not split it.</exception>
    public static FaceDataset Of(FacesPlan part, FaceDataset whole)
    {
        var dataset = whole;
        if (part.Protocol is { } protocol)
        {
            var (train, test) = Protocol.Split(protocol, whole);
            dataset = part.Use == PartUse.Test ? test : train;
        }

        if (part.People is { } people) dataset = Where(dataset, part.Name, people, keep: true);
        if (part.Without is { } without) dataset = Where(dataset, part.Name, without, keep: false);
        return dataset.WithinRange(part.Range ?? Protocol.Range);
    }

    private static FaceDataset Where(FaceDataset dataset, string part, IReadOnlyList<string> people, bool keep)
    {
        // A slip of the pen would put people whom others test on among those who train.
        if (people.Except(dataset.Faces.Select(face => face.Identity)).FirstOrDefault() is { } nobody)
            throw new UserErrorException($"Part '{part}' names '{nobody}', who is not in {dataset.Name}; mend its list of people, or unzip all of the set.");
        var named = people.ToHashSet(StringComparer.Ordinal);
        return dataset.Where(face => named.Contains(face.Identity) == keep, "of people whom the part does not take");
    }
}
