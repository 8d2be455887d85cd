using System.Text.Json.Serialization;

namespace HeadTracker.Training.Optimisers;

/// <summary>What steps the weights.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimiserKind>))]
public enum OptimiserKind
{
    /// <summary>The KD paper's.</summary>
    Adam,

    /// <summary>The HMTL paper's.</summary>
    AdaBelief,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,
}

/// <summary>How the learning rate runs over a stage.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateSchedule>))]
public enum RateSchedule
{
    /// <summary>As it is to the end, like the KD paper's.</summary>
    Constant,

    /// <summary>Falls to 0 along half a cosine.</summary>
    Cosine,

    /// <summary>Falls at milestones, like the HMTL paper's.</summary>
    Step,
}

/// <summary>The precision convolutions work in while training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingPrecision>))]
public enum TrainingPrecision
{
    Float32,

    /// <summary>About twice as fast where the processor multiplies bfloat16 (AVX-512 BF16, AMX, CUDA from Ampere on); slower elsewhere.</summary>
    BFloat16,
}

/// <summary>What batch norms normalise by where several processes share a batch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BatchNormRule>))]
public enum BatchNormRule
{
    /// <summary>Each process by its own samples.</summary>
    Process,

    /// <summary>All by the whole batch: the result is one process's, at an exchange more per batch norm, forward and backward.</summary>
    Synchronised,
}

/// <summary>The section <c>optimiser</c>; the KD paper's Adam (§5.2) by default.</summary>
public sealed record OptimiserOptions
{
    public OptimiserKind Kind { get; init; } = OptimiserKind.Adam;

    public int Batch { get; init; } = 128;

    public int Epochs { get; init; } = 100;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>AdaBelief's ε; its default, like <see cref="Rectify"/>'s, is the TensorFlow version's, which the HMTL paper trains with.</summary>
    public double Epsilon { get; init; } = 1e-14;

    /// <summary>Whether AdaBelief's steps are rectified.</summary>
    public bool Rectify { get; init; } = true;

    /// <summary>λ of stochastic gradient descent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WeightDecay { get; init; }

    public RateSchedule Schedule { get; init; } = RateSchedule.Constant;

    /// <summary>Epochs after which the schedule <see cref="RateSchedule.Step"/> multiplies the rate by <see cref="Decay"/>.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <inheritdoc cref="Milestones"/>
    public double Decay { get; init; } = 0.1;

    /// <summary>Epochs in which the rate rises from almost nothing to what the schedule says.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>What the convolutions of training work in; weights, batch norms' statistics, heads and losses are float32 either way.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Of trainings that several processes share (docs/cluster.md).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BatchNormRule BatchNorm { get; init; }

    /// <summary>Above 0: the stage ends with an exponential moving average of its weights of this decay (<see cref="WeightAverage"/>), such as 0.999.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Average { get; init; }

    /// <summary>Steps between checkpoints; the last step of an epoch always makes one.</summary>
    public int CheckpointSteps { get; init; } = 500;

    /// <summary>Stages that learn poses measure the test sets every so many epochs, for curves; 0 only at the end.</summary>
    public int CurveEpochs { get; init; }

    /// <summary>What steps the weights in words, as far as it differs from the KD paper's Adam.</summary>
    [JsonIgnore]
    public string Stepper => Kind switch
    {
        OptimiserKind.AdaBelief => FormattableString.Invariant($" of {Kind}, ε {Epsilon}{(Rectify ? ", rectified" : "")}"),
        OptimiserKind.Sgd when WeightDecay > 0 => FormattableString.Invariant($" of {Kind}, momentum {Sgd.Momentum}, weight decay {WeightDecay}"),
        OptimiserKind.Sgd => FormattableString.Invariant($" of {Kind}, momentum {Sgd.Momentum}"),
        _ => "",
    };

    /// <summary>
    /// The learning rate's course in words, as far as it decides the steps; empty where it is constant. A run along milestones may be prolonged,
    /// a cosine's may not, nor one that ends with an average.
    /// </summary>
    [JsonIgnore]
    public string Course => Schedule switch
    {
        RateSchedule.Cosine => $" along a {Schedule} of {Epochs} epochs",
        RateSchedule.Step => FormattableString.Invariant($" times {Decay} at epochs {string.Join(", ", Milestones)}"),
        _ => "",
    } + (WarmupEpochs > 0 ? $" after {WarmupEpochs} epochs of warm-up" : "")
        + (Average > 0 ? FormattableString.Invariant($", ending with an average of decay {Average} after {Epochs} epochs") : "");

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public OptimiserOptions Validated()
    {
        if (Batch < 2) throw new UserErrorException($"optimiser.batch is {Batch}; batch normalisation needs at least 2.");
        if (Epochs < 1) throw new UserErrorException($"optimiser.epochs is {Epochs}; give at least 1.");
        if (!(LearningRate > 0)) throw new UserErrorException($"optimiser.learningRate is {LearningRate}; give a positive number.");
        if (!(Epsilon >= 0)) throw new UserErrorException($"optimiser.epsilon is {Epsilon}; give 0 or more.");
        if (!(WeightDecay is >= 0 and < 1)) throw new UserErrorException($"optimiser.weightDecay is {WeightDecay}; give 0 or more, and less than 1.");
        if (WeightDecay > 0 && Kind != OptimiserKind.Sgd)
            throw new UserErrorException($"optimiser.weightDecay goes with \"kind\": \"Sgd\"; leave it out for {Kind}.");
        if (!(Decay is > 0 and <= 1)) throw new UserErrorException($"optimiser.decay is {Decay}; give a factor above 0 and up to 1.");
        if (Milestones.Any(milestone => milestone < 1)) throw new UserErrorException("optimiser.milestones are epochs from 1 on; leave others out.");
        if (Schedule == RateSchedule.Step && Milestones.Count == 0)
        {
            throw new UserErrorException("optimiser.schedule is Step, but optimiser.milestones names no epoch; give some, such as [20, 100].");
        }

        if (WarmupEpochs < 0) throw new UserErrorException($"optimiser.warmupEpochs is {WarmupEpochs}; give 0 or more.");
        if (!(Average is >= 0 and < 1)) throw new UserErrorException($"optimiser.average is {Average}; give 0 for none, or a decay below 1 such as 0.999.");
        if (CheckpointSteps < 1) throw new UserErrorException($"optimiser.checkpointSteps is {CheckpointSteps}; give at least 1.");
        if (CurveEpochs < 0) throw new UserErrorException($"optimiser.curveEpochs is {CurveEpochs}; give 0 or more.");
        return this;
    }
}
