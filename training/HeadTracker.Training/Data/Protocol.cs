namespace HeadTracker.Training.Data;

/// <summary>The KD paper's test protocols (§4.4, Table 1): which faces train and which test, all within ±99°.</summary>
public static class Protocol
{
    /// <summary>Degrees beyond which faces are left out (§4.2).</summary>
    public const float Range = Contract.BinSpecification.PaperRange;

    /// <summary>Protocol 2 tests on AFLW's first 2,000 JPEG photos, the ones that AFLW2000 was made from.</summary>
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
            2 => AflwTest(dataset),
            3 => face => face.Part.Length > 0 ? face.Part == "test" : BiwiTestVideos.Contains(face.Identity),
            _ => throw new UserErrorException($"protocol {protocol} splits no dataset; 2 splits AFLW, 3 splits BIWI."),
        };
        return (dataset.Part("train", face => !isTest(face)), dataset.Part("test", isTest));
    }

    private static Func<LabelledFace, bool> AflwTest(FaceDataset dataset)
    {
        var photos = dataset.Faces.Select(face => Path.GetFileName(face.Image)).Distinct()
            .Where(name => name.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).Take(AflwTestPhotos).ToHashSet(StringComparer.Ordinal);
        return face => photos.Contains(Path.GetFileName(face.Image));
    }
}
