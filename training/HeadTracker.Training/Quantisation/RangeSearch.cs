namespace HeadTracker.Training.Quantisation;

/// <summary>
/// Chooses ranges by what comes out: one tensor after the other gets the range that moves the angles least while all others keep theirs. A rule sees a
/// tensor alone; where two large ones cancel, or single values decide, it cannot tell what its range does to the result.
/// </summary>
public static class RangeSearch
{
    /// <summary>Rounds over all tensors, at most.</summary>
    private const int Rounds = 4;

    /// <summary>A round that brings less than this share is the last.</summary>
    private const float LeastGain = 0.03f;

    /// <summary>Besides the rules' ranges its own is tried, narrower and wider by these factors.</summary>
    private static readonly float[] Widths = [0.7f, 1.4f];

    /// <param name="start">A scale for every tensor; not changed.</param>
    /// <param name="offers">The scales of several rules, for the same tensors.</param>
    /// <param name="tensors">Those that may change, in the order in which they do.</param>
    /// <param name="cost">What scales bring; it must depend on them alone.</param>
    /// <param name="progress">Told each round, in a few words.</param>
    /// <returns>Scales that cost no more than those it starts from.</returns>
    public static IReadOnlyDictionary<string, ActivationScale> From(
        IReadOnlyDictionary<string, ActivationScale> start,
        IReadOnlyList<IReadOnlyDictionary<string, ActivationScale>> offers,
        IReadOnlyList<string> tensors,
        Func<IReadOnlyDictionary<string, ActivationScale>, float> cost,
        Action<string>? progress = null)
    {
        var scales = new Dictionary<string, ActivationScale>(start);
        var least = cost(scales);
        for (var round = 1; round <= Rounds; round++)
        {
            progress?.Invoke($"round {round} of {Rounds} at most");
            var before = least;
            foreach (var tensor in tensors)
            {
                var best = scales[tensor];
                var own = Widths.Select(width => best with { Scale = best.Scale * width });
                ActivationScale[] others = [.. offers.Select(offer => offer[tensor]).Concat(own).Distinct().Where(one => one != best)];
                foreach (var other in others)
                {
                    scales[tensor] = other;
                    if (cost(scales) is var found && found < least) (least, best) = (found, other);
                }

                scales[tensor] = best;
            }

            if (least >= before * (1 - LeastGain)) break;
        }

        return scales;
    }
}
