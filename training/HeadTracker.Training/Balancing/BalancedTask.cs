namespace HeadTracker.Training.Balancing;

/// <summary>What a task's loss is made of, which decides what its size means.</summary>
public enum LossKind
{
    /// <summary>A cross entropy, or several of them.</summary>
    CrossEntropy,

    /// <summary>Errors as they are.</summary>
    AbsoluteError,

    SquaredError,

    /// <summary>Losses of different kinds together.</summary>
    Compound,
}

/// <summary>One of the tasks whose losses are balanced.</summary>
/// <param name="Name">As experiment files, checkpoints and messages call it.</param>
/// <param name="Loss">Tasks of one kind of loss are related where their losses are of one family too.</param>
/// <param name="Family">What the loss counts in, where there are several tasks of its kind that count in different things.</param>
public readonly record struct BalancedTask(string Name, LossKind Loss, string Family = "");
