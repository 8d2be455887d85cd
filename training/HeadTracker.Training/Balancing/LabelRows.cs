namespace HeadTracker.Training.Balancing;

/// <summary>Which label each row of a training set has: a set that stands several times in the data gives several rows a label.</summary>
/// <param name="LabelOf">By row of the set.</param>
/// <param name="SourceOf">By label: index into <paramref name="Sources"/>.</param>
/// <param name="Sources">The sets' names by their authors.</param>
/// <param name="Signature">Another number for other labels.</param>
public sealed record LabelRows(IReadOnlyList<int> LabelOf, IReadOnlyList<int> SourceOf, IReadOnlyList<string> Sources, long Signature)
{
    /// <summary>Labels that there are.</summary>
    public int Count => SourceOf.Count;
}
