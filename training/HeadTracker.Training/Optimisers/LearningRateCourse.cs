using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Optimisers;

/// <summary>How the learning rate runs over a stage: a pure function of the step.</summary>
public static class LearningRateCourse
{
    /// <param name="options">Learning rate, schedule, milestones, warm-up and epochs.</param>
    /// <param name="step">From 0.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    public static double At(OptimiserOptions options, long step, int stepsPerEpoch)
    {
        var epoch = step / stepsPerEpoch;
        var factor = options.Schedule switch
        {
            RateSchedule.Cosine => (1 + Math.Cos(Math.PI * step / ((long)stepsPerEpoch * options.Epochs))) / 2,
            RateSchedule.Step => Math.Pow(options.Decay, options.Milestones.Count(milestone => epoch >= milestone)),
            _ => 1,
        };
        // The warm-up's first step has a rate above 0, its last the whole one.
        var warmth = options.WarmupEpochs > 0 ? Math.Min(1, (step + 1.0) / (options.WarmupEpochs * stepsPerEpoch)) : 1;
        return options.LearningRate * factor * warmth;
    }
}
