using System.Text.Json.Serialization;
using HeadTracker.Training.Affinity;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// A stage whose tree is found when it runs, from the networks of earlier stages that learn its tasks alone (thesis of Vandenhende 2022, ch. 4): the one that
/// keeps dissimilar tasks apart within a budget.
/// </summary>
public sealed record GroupingOptions
{
    /// <summary>Faces of the first test set that are compared unless another number is given; the thesis's K.</summary>
    public const int UsualFaces = 500;

    public AffinityKind By { get; init; }

    /// <summary>What the tree's encoders may come to, as a share of an encoder for each task.</summary>
    public double Budget { get; init; } = 0.7;

    public TreePrice In { get; init; }

    /// <summary>How many faces of the first test set, evenly spread, are compared.</summary>
    public int Faces { get; init; } = UsualFaces;

    /// <summary>Which of the groupings by chance.</summary>
    public int Draw { get; init; } = 1;

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    internal void Validate(string stage)
    {
        if (Budget is not (> 0 and <= 1)) throw new UserErrorException($"Stage '{stage}' has a grouping's budget of {Budget}; give more than 0 and up to 1.");
        if (Faces < 3) throw new UserErrorException($"Stage '{stage}' compares {Faces} faces for its grouping; give at least 3.");
    }
}
