namespace HeadTracker.Training.Data;

/// <summary>The KD paper's test protocols (§4.4, Table 1): which faces train and which test, all within ±99°.</summary>
public static class Protocol
{
    /// <summary>Degrees beyond which faces are left out (§4.2).</summary>
    public const float Range = Contract.BinSpecification.PaperRange;

    /// <summary>
    /// Protocol 2 tests on AFLW's first 2,000 JPEG photos, the ones that AFLW2000 was made from: on one face of each where the authors' boxes file marks
    /// it, else on all of theirs.
    /// </summary>
    private const int AflwTestPhotos = 2000;

    /// <summary>Protocol 3's test videos, 30 % of BIWI's 24, as the authors' boxes file marks them.</summary>
    private static readonly HashSet<string> BiwiTestVideos = ["06", "07", "10", "13", "15", "18", "21", "22"];

    /// <summary>Splits a dataset by protocol 2 (AFLW) or 3 (BIWI). Protocol 1 needs no split: it trains on all of 300W-LP.</summary>
    /// <remarks>Both parts share the dataset's photo source.</remarks>
    /// <exception cref="UserErrorException">The protocol has no split of one dataset.</exception>
    public static (FaceDataset Train, FaceDataset Test) Split(int protocol, FaceDataset dataset)
    {
        Func<LabelledFace, bool> isTest = protocol switch
        {
            2 when dataset.Faces.All(face => face.Part.Length == 0) =>
                throw new UserErrorException($"{dataset.Name} says of no face whether it trains or tests; give AFLW itself, with the authors' boxes file."),
            2 => face => face.Part == "test",
            3 => face => face.Part.Length > 0 ? face.Part == "test" : BiwiTestVideos.Contains(face.Identity),
            _ => throw new UserErrorException($"protocol {protocol} splits no dataset; 2 splits AFLW, 3 splits BIWI."),
        };
        return (dataset.Part("train", face => !isTest(face)), dataset.Part("test", isTest));
    }

    /// <summary>The photos that protocol 2 tests on, of all that the database names.</summary>
    /// <param name="names">Such as "0/image00002.jpg".</param>
    internal static HashSet<string> AflwTestPhotosOf(IEnumerable<string> names) =>
        names.Where(name => name.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase)).Distinct()
            .OrderBy(Path.GetFileName, StringComparer.Ordinal).Take(AflwTestPhotos).ToHashSet(StringComparer.Ordinal);
}
