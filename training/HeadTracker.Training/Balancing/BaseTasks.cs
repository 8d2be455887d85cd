using HeadTracker.Contract;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Balancing;

/// <summary>
/// The tasks of the KD paper's base training: the terms of its eq. 4, a head each (<c>bins1</c> … <c>bins4</c>, <c>regression</c>), or, where single labels
/// have parameters, the shares that yaw, pitch and roll have in it.
/// </summary>
public static class BaseTasks
{
    private const string Regression = "regression";

    private static readonly string[] AngleNames = ["yaw", "pitch", "roll"];

    /// <param name="balance">Whether of heads or of angles.</param>
    /// <param name="binSizes">Degrees per bin of the RvC heads.</param>
    /// <param name="regression">Whether there is a regression head.</param>
    public static IReadOnlyList<BalancedTask> Of(BalanceOptions balance, IEnumerable<float> binSizes, bool regression)
    {
        if (balance.PerLabel) return [.. AngleNames.Select(name => new BalancedTask(name, LossKind.Compound))];
        var heads = binSizes.Order().Select(size => new BalancedTask(PoseHeads.NameOf(new(size, BinSpecification.PaperRange)), LossKind.CrossEntropy));
        return [.. heads, .. regression ? [new BalancedTask(Regression, LossKind.AbsoluteError)] : Array.Empty<BalancedTask>()];
    }

    /// <summary>Their losses on a batch, in the order of <see cref="Of"/>.</summary>
    /// <param name="balance">Whether of heads or of angles.</param>
    /// <param name="output">The network's.</param>
    /// <param name="degrees">True yaw, pitch, roll (B, 3).</param>
    /// <param name="worth">Worth of each label (B), or null.</param>
    /// <param name="shared">The last layer that the heads share.</param>
    public static TaskLosses LossesOf(BalanceOptions balance, PoseOutput output, Tensor degrees, Tensor? worth, SharedLayer shared)
    {
        var perSample = balance.PerLabel ? BaseObjective.Angles(output, degrees) : BaseObjective.Terms(output, degrees).t();
        return TaskLosses.Of(perSample, worth, shared) with { Hits = threshold => BaseObjective.Hits(output, degrees, threshold) };
    }
}
