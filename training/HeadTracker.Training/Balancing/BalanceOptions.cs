using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeadTracker.Training.Balancing;

/// <summary>The key <c>balance</c> of a stage: how its tasks' losses become one. Left out, they are averaged.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FixedOptions), "fixed")]
[JsonDerivedType(typeof(UncertaintyOptions), "uncertainty")]
[JsonDerivedType(typeof(GradNormOptions), "gradNorm")]
[JsonDerivedType(typeof(DwaOptions), "dwa")]
[JsonDerivedType(typeof(DtpOptions), "dtp")]
[JsonDerivedType(typeof(MgdaOptions), "mgda")]
[JsonDerivedType(typeof(GlsOptions), "gls")]
[JsonDerivedType(typeof(SignDropoutOptions), "signDropout")]
[JsonDerivedType(typeof(TaskSamplingOptions), "taskSampling")]
[JsonDerivedType(typeof(Heuristic1Options), "h1")]
[JsonDerivedType(typeof(Heuristic2Options), "h2")]
[JsonDerivedType(typeof(Heuristic3Options), "h3")]
[JsonDerivedType(typeof(Heuristic4Options), "h4")]
[JsonDerivedType(typeof(InstanceOptions), "instance")]
[JsonDerivedType(typeof(SourceOptions), "source")]
public abstract record BalanceOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether it has parameters for single labels, and so needs a loss per sample.</summary>
    [JsonIgnore]
    public virtual bool PerLabel => false;

    /// <summary>Whether it needs to know which answers are right.</summary>
    [JsonIgnore]
    public virtual bool NeedsHits => false;

    /// <summary>Whether it looks at the gradients where all tasks come from.</summary>
    [JsonIgnore]
    public virtual bool NeedsShared => false;

    /// <summary>All that decides what it does, in words that change when it does.</summary>
    [JsonIgnore]
    public string Recipe => JsonSerializer.Serialize(this, Json);

    /// <summary>A new balancer, which the caller disposes.</summary>
    public abstract Balancer Create(BalancerPlan plan);

    /// <exception cref="UserErrorException">A value is out of its range, or of a task that there is none of.</exception>
    public abstract void Validate(string stage, IReadOnlyList<BalancedTask> tasks);

    /// <exception cref="UserErrorException">The value is out of its range.</exception>
    private protected static void Require(bool holds, string stage, string what)
    {
        if (!holds) throw new UserErrorException($"Stage '{stage}': balance.{what}.");
    }

    /// <summary>A factor per task, 1 where none is given.</summary>
    private protected static float[] FactorsOf(IReadOnlyDictionary<string, double> given, IReadOnlyList<BalancedTask> tasks) =>
        [.. tasks.Select(task => given.TryGetValue(task.Name, out var factor) ? (float)factor : 1)];

    /// <exception cref="UserErrorException">A factor is none, or of a task that there is none of.</exception>
    private protected static void RequireFactors(IReadOnlyDictionary<string, double> given, string key, string stage, IReadOnlyList<BalancedTask> tasks)
    {
        foreach (var (name, factor) in given)
        {
            Require(tasks.Any(task => task.Name == name), stage, $"{key} names '{name}'; the tasks are {string.Join(", ", tasks.Select(task => task.Name))}");
            Require(factor > 0 && double.IsFinite(factor), stage, $"{key}.{name} is {factor}; give a positive number");
        }
    }
}
