using System.Globalization;
using System.Text;
using HeadTracker.Contract;
using HeadTracker.Training.Evaluation;

namespace HeadTracker.Training.Publishing;

/// <summary>The page beside a model that says what it is, what it was made of and how well it does; filled from the run.</summary>
public static class ModelCard
{
    public static string Write(ModelManifestEntry entry, PoseModelContract contract, ModelCardFacts facts)
    {
        var card = new StringBuilder();
        var normalizer = contract.Normalizer;
        var input = string.Create(CultureInfo.InvariantCulture, $"(N, 3, {contract.InputSize}, {contract.InputSize}), {normalizer.Channels} planes");
        var bins = string.Create(CultureInfo.InvariantCulture, $"{contract.Yaw.Count} bins of {contract.Yaw.BinSize}° over ±{contract.Yaw.Range}°");
        card.Append(CultureInfo.InvariantCulture, $"""
            # {Path.GetFileNameWithoutExtension(entry.File)}

            Head pose from a face crop: yaw, pitch and roll by regression via classification. {facts.Architecture}.

            | | |
            |---|---|
            | file | `{entry.File}`, {entry.Size / 1e6:F1} MB, sha256 `{entry.Sha256}` |
            | input | `{PoseModelContract.InputName}` {input}, mean {List(normalizer.Mean)}, std {List(normalizer.Std)} |
            | crop | {Crop(contract.Crop)} |
            | outputs | `{string.Join("`, `", PoseModelContract.OutputNames)}`: {contract.Output} of {bins} |
            | angles | the {contract.Angles} convention |
            | made by | `{facts.Experiment}`, run `{contract.Run}`, seed {facts.Seed} |
            | trained | {facts.Recipe} |
            | licence of the weights | {facts.Licence} |{Parity(facts)}


            """);
        Accuracy(card, facts);
        TrainingData(card, facts);
        Failures(card, facts);
        card.Append("""
            ## Not for

            Decisions about people: the network was not tested for fairness between groups, and the pose of a head says neither where
            someone looks nor whether they attend. Faces turned past the profile, covered faces and faces below about 40 pixels are
            outside what it was measured on.

            """);
        return card.ToString().ReplaceLineEndings("\n");
    }

    private static void Accuracy(StringBuilder card, ModelCardFacts facts)
    {
        card.Append("""
            ## Accuracy of this file, degrees

            One offset per angle, the median difference, is taken out in the column "without offset": sets disagree about where zero is.

            | test set | faces | yaw | pitch | roll | mean (95 % interval) | without offset | geodesic | within 5° / 10° / 15° |
            |---|---|---|---|---|---|---|---|---|

            """);
        foreach (var metrics in facts.Metrics)
        {
            card.AppendLine(CultureInfo.InvariantCulture,
                $"| {metrics.Dataset} | {metrics.Count} | {metrics.Errors.Yaw:F2} | {metrics.Errors.Pitch:F2} | {metrics.Errors.Roll:F2} | "
                    + $"{metrics.Mean.Value:F2} ({metrics.Mean.Low:F2}–{metrics.Mean.High:F2}) | {metrics.ErrorsWithoutOffset.Mean:F2} | "
                        + $"{metrics.Geodesic.Value:F2} | {Shares(metrics)} |");
        }

        card.AppendLine();
    }

    private static void TrainingData(StringBuilder card, ModelCardFacts facts)
    {
        card.AppendLine("## Training data").AppendLine();
        foreach (var source in facts.Sources.Distinct()) card.AppendLine(CultureInfo.InvariantCulture, $"- {source.Name} ({source.Terms}): {source.Detail}");
        card.AppendLine();
        foreach (var data in facts.Data) card.AppendLine(CultureInfo.InvariantCulture, $"- `{Path.GetFileName(data.Path)}`, sha256 `{data.Sha256}`");
        card.AppendLine();
    }

    private static void Failures(StringBuilder card, ModelCardFacts facts)
    {
        if (facts.Failures.Count == 0) return;
        card.AppendLine("## Known failures").AppendLine();
        foreach (var failure in facts.Failures) card.AppendLine(CultureInfo.InvariantCulture, $"- {failure}");
        card.AppendLine();
    }

    private static string Shares(PoseMetrics metrics) =>
        string.Join(" / ", metrics.Within.Values.Select(share => share.ToString("P0", CultureInfo.InvariantCulture)));

    private static string Parity(ModelCardFacts facts) =>
        facts.Parity is { } parity
            ? string.Create(CultureInfo.InvariantCulture, $"\n| against the training forward | outputs differ by at most {parity:E1} |")
            : "";

    private static string List(IEnumerable<float> values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static string Crop(CropRule crop) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{(crop.Shape == CropShape.Square ? "the square about" : "the whole of")} the tight 68-landmark box, scaled by {crop.Scale}");
}
