namespace HeadTracker.Training.Balancing;

/// <summary>Parameters for every label and task, or for every source and task, which find labels that do not fit.</summary>
public abstract record LabelParameterOptions : BalanceOptions
{
    public abstract double LearningRate { get; init; }

    /// <inheritdoc cref="TableLearning.Momentum"/>
    public double Momentum { get; init; } = 0.9;

    /// <inheritdoc cref="TableLearning.Decay"/>
    public double Decay { get; init; }

    public override bool PerLabel => true;

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        Require(LearningRate > 0 && double.IsFinite(LearningRate), stage, $"learningRate is {LearningRate}; give a positive number");
        Require(Momentum is >= 0 and < 1, stage, $"momentum is {Momentum}; give 0 or more, below 1");
        Require(Decay >= 0 && double.IsFinite(Decay), stage, $"decay is {Decay}; give 0 or more");
    }

    private protected TableLearning At(double rate) => new(rate, Momentum, Decay);
}

/// <summary>Instance-level task parameters, by themselves or on top of the sources'.</summary>
public sealed record InstanceOptions : LabelParameterOptions
{
    /// <summary>The paper's for SURREAL.</summary>
    public override double LearningRate { get; init; } = 2;

    /// <summary>That of parameters for whole sources, to which each label's are then added; null for none.</summary>
    public double? SourceLearningRate { get; init; }

    public override Balancer Create(BalancerPlan plan) =>
        new LabelBalancer(plan, At(LearningRate), SourceLearningRate is { } rate ? At(rate) : null);

    public override void Validate(string stage, IReadOnlyList<BalancedTask> tasks)
    {
        base.Validate(stage, tasks);
        Require(SourceLearningRate is not <= 0, stage, $"sourceLearningRate is {SourceLearningRate}; give a positive number");
    }
}

/// <summary>Class-level task parameters, a label's class being the data set that it comes from.</summary>
public sealed record SourceOptions : LabelParameterOptions
{
    /// <summary>Far lower than for single labels, which are in a batch once an epoch.</summary>
    public override double LearningRate { get; init; } = 0.1;

    public override Balancer Create(BalancerPlan plan) => new LabelBalancer(plan, perLabel: null, At(LearningRate));
}
