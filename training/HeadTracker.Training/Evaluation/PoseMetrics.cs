using HeadTracker.Geometry;

namespace HeadTracker.Training.Evaluation;

/// <summary>A figure and the range that 95 % of bootstrap samples fall into.</summary>
public readonly record struct ConfidenceInterval(double Value, double Low, double High);

/// <summary>Mean absolute errors in degrees over some faces.</summary>
/// <param name="Yaw">Of yaw.</param>
/// <param name="Pitch">Of pitch.</param>
/// <param name="Roll">Of roll; 0 where it is not labelled.</param>
/// <param name="Angles">How many of them are labelled: 3, or 2 where roll is not.</param>
public readonly record struct AngleErrors(double Yaw, double Pitch, double Roll, int Angles = 3)
{
    /// <summary>What the literature calls MAE: the mean of the labelled ones.</summary>
    public double Mean => (Yaw + Pitch + Roll) / Angles;
}

/// <summary>A factor per angle.</summary>
public readonly record struct AngleFactors(double Yaw, double Pitch, double Roll);

/// <summary>The errors of faces whose true |yaw| lies in [From, To) degrees.</summary>
public sealed record YawBin(int From, int To, int Count, AngleErrors Errors, double Geodesic);

/// <summary>How far a model's poses lie from the labels of a dataset. Degrees throughout.</summary>
public sealed record PoseMetrics
{
    private static readonly int[] YawEdges = [0, 15, 30, 45, 60, 75, 100];
    private static readonly int[] Thresholds = [5, 10, 15];

    public required string Model { get; init; }

    public required string Dataset { get; init; }

    /// <summary>Faces compared.</summary>
    public required int Count { get; init; }

    /// <summary>Faces that the model gave no pose for; they enter no other figure.</summary>
    public required int Missed { get; init; }

    public required AngleErrors Errors { get; init; }

    public required ConfidenceInterval Mean { get; init; }

    public required ConfidenceInterval Geodesic { get; init; }

    /// <summary>Mean absolute error of vectors, see <see cref="PoseComparison.VectorError"/>.</summary>
    public required double Maev { get; init; }

    /// <summary>Share of faces whose geodesic error is within 5, 10 and 15 degrees.</summary>
    public required IReadOnlyDictionary<int, double> Within { get; init; }

    public required IReadOnlyList<YawBin> YawBins { get; init; }

    /// <summary>
    /// The same of the faces whose labels count in full: of rendered ones, those of which enough is seen to tell a pose. Null where all do, or none.
    /// </summary>
    public PoseMetrics? OfFullWeight { get; init; }

    /// <summary>Median signed difference per angle: what a different idea of straight ahead would explain.</summary>
    public required EulerAngles Offset { get; init; }

    /// <summary>The errors left when that offset is taken out.</summary>
    public required AngleErrors ErrorsWithoutOffset { get; init; }

    /// <summary>
    /// What the predictions have to be multiplied by to come nearest to the labels (least squares, beside an offset): below 1 where labels spread less than
    /// heads do, as people's guesses of pitch.
    /// </summary>
    public required AngleFactors Scale { get; init; }

    /// <summary>The errors left when the predictions are multiplied by it and the offset that is then best is taken out.</summary>
    public required AngleErrors ErrorsWithoutScale { get; init; }

    public static PoseMetrics Of(string model, string dataset, IReadOnlyList<PoseComparison> faces, int missed)
    {
        if (faces.Count == 0) throw new UserErrorException($"{model} gave no pose for any of {dataset}'s {missed} faces; check that the boxes fit the photos.");
        var differences = faces.Select(face => face.Difference).ToList();
        var angles = faces[0].OfAxes ? 2 : 3;
        var absolute = differences.Select(d => new AngleErrors(Math.Abs(d.Yaw), Math.Abs(d.Pitch), Math.Abs(d.Roll), angles)).ToList();
        var geodesic = faces.Select(face => (double)face.Geodesic).ToArray();
        var offset = new EulerAngles(Median(differences.Select(d => d.Yaw)), Median(differences.Select(d => d.Pitch)), Median(differences.Select(d => d.Roll)));
        var predicted = faces.Select(face => face.Said).ToList();
        var yaw = Scaled([.. predicted.Select(said => said.Yaw)], [.. differences.Select(d => d.Yaw)]);
        var pitch = Scaled([.. predicted.Select(said => said.Pitch)], [.. differences.Select(d => d.Pitch)]);
        var roll = Scaled([.. predicted.Select(said => said.Roll)], [.. differences.Select(d => d.Roll)]);
        var full = faces.Where(face => face.Face.Weight >= 1).ToList();
        return new PoseMetrics
        {
            Model = model,
            Dataset = dataset,
            Count = faces.Count,
            Missed = missed,
            Errors = Average(absolute),
            Mean = Bootstrap.MeanOf([.. absolute.Select(errors => errors.Mean)]),
            Geodesic = Bootstrap.MeanOf(geodesic),
            Maev = faces.Average(face => (double)face.VectorError),
            Within = Thresholds.ToDictionary(limit => limit, limit => geodesic.Count(error => error <= limit) / (double)faces.Count),
            YawBins = [.. BinsOf(faces, absolute, geodesic)],
            OfFullWeight = full.Count == faces.Count || full.Count == 0 ? null : Of(model, dataset, full, missed: 0),
            Offset = offset,
            ErrorsWithoutOffset = Average([.. differences.Select(d =>
                new AngleErrors(Math.Abs(d.Yaw - offset.Yaw), Math.Abs(d.Pitch - offset.Pitch), Math.Abs(d.Roll - offset.Roll), angles))]),
            Scale = new AngleFactors(yaw.Slope, pitch.Slope, roll.Slope),
            ErrorsWithoutScale = new AngleErrors(yaw.Error, pitch.Error, roll.Error, angles),
        };
    }

    private static IEnumerable<YawBin> BinsOf(IReadOnlyList<PoseComparison> faces, List<AngleErrors> absolute, double[] geodesic)
    {
        for (var bin = 0; bin + 1 < YawEdges.Length; bin++)
        {
            var (from, to) = (YawEdges[bin], YawEdges[bin + 1]);
            var members = Enumerable.Range(0, faces.Count).Where(i => MathF.Abs(faces[i].Face.Angles.Yaw) is var yaw && yaw >= from && yaw < to).ToList();
            if (members.Count == 0) continue;
            yield return new YawBin(from, to, members.Count, Average([.. members.Select(i => absolute[i])]), members.Average(i => geodesic[i]));
        }
    }

    /// <summary>The labels' slope over the predictions, 1 where these are all the same, and the mean absolute distance from that line.</summary>
    private static (double Slope, double Error) Scaled(float[] predictions, float[] differences)
    {
        var labels = predictions.Zip(differences, (predicted, difference) => predicted - difference).ToArray();
        var (meanPrediction, meanLabel) = (predictions.Average(), labels.Average());
        var variance = predictions.Sum(predicted => Math.Pow(predicted - meanPrediction, 2));
        var slope = variance < 1e-6
            ? 1
            : predictions.Zip(labels, (predicted, label) => (double)(predicted - meanPrediction) * (label - meanLabel)).Sum() / variance;
        var rest = predictions.Zip(labels, (predicted, label) => (float)(slope * predicted - label)).ToArray();
        var offset = Median(rest);
        return (slope, rest.Average(value => Math.Abs(value - offset)));
    }

    private static AngleErrors Average(List<AngleErrors> errors) =>
        new(errors.Average(e => e.Yaw), errors.Average(e => e.Pitch), errors.Average(e => e.Roll), errors[0].Angles);

    private static float Median(IEnumerable<float> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
