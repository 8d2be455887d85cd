using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeadTracker.Training.Networks;

/// <summary>Where a decoder's maps of several scales come from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScaleSource>))]
public enum ScaleSource
{
    /// <summary>A feature pyramid on the stage's ResNet.</summary>
    Pyramid,

    /// <summary>A high-resolution network (HRNet) in the ResNet's place.</summary>
    HighResolution,
}

/// <summary>
/// The key <c>decoder</c> of a stage: how tasks that answer for maps get from features at several scales to answers. Left out, all share one fine map, with a
/// small head each.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PlainDecoderOptions), "heads")]
[JsonDerivedType(typeof(PadNetOptions), "padNet")]
[JsonDerivedType(typeof(PapNetOptions), "papNet")]
[JsonDerivedType(typeof(RecursiveDecoderOptions), "jtrl")]
[JsonDerivedType(typeof(MtiNetOptions), "mti")]
[JsonDerivedType(typeof(SingleTaskingOptions), "astmt")]
public abstract record DecoderOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What gives it its maps.</summary>
    public ScaleSource Over { get; init; } = ScaleSource.Pyramid;

    /// <summary>All that decides what it does, in words that change when it does.</summary>
    [JsonIgnore]
    public string Recipe => JsonSerializer.Serialize(this, Json);

    /// <summary>Whether tasks have initial answers, which is what auxiliary ones are learnt by.</summary>
    [JsonIgnore]
    public virtual bool HasInitialAnswers => true;

    /// <summary>A new decoder, which the caller disposes.</summary>
    public abstract DenseDecoder Create(DecoderPlan plan);

    /// <param name="stage">Its stage, for messages.</param>
    /// <param name="main">How many tasks have maps and are answered at the end.</param>
    /// <param name="auxiliary">How many are learnt along.</param>
    /// <exception cref="UserErrorException">A value is out of its range, or the tasks are too few or too many.</exception>
    public virtual void Validate(string stage, int main, int auxiliary)
    {
        if (main == 0) throw new UserErrorException($"Stage '{stage}' has a 'decoder' and no task with a map; leave it out.");
    }
}

/// <summary>No decoder between the tasks: the multi-task baseline, and single tasks.</summary>
public record PlainDecoderOptions : DecoderOptions
{
    [JsonIgnore]
    public override bool HasInitialAnswers => false;

    public override DenseDecoder Create(DecoderPlan plan) =>
        new PlainDecoder(plan with { Tasks = [.. plan.Tasks.Select(task => task with { Auxiliary = false })] });
}

/// <summary>Those that look at each other at one scale.</summary>
public abstract record SingleScaleOptions : DecoderOptions
{
    private const int MostChannels = 4096;

    /// <summary>Of each task's features; null for as many as all scales have together.</summary>
    public int? Channels { get; init; }

    public override void Validate(string stage, int main, int auxiliary)
    {
        base.Validate(stage, main, auxiliary);
        if (Channels is < 1 or > MostChannels)
            throw new UserErrorException($"Stage '{stage}': decoder.channels is {Channels}; give 1 to {MostChannels}, or leave it out.");
    }

    protected int ChannelsOf(DecoderPlan plan) => Channels ?? plan.Channels.Sum();
}

/// <summary>PAD-Net.</summary>
public sealed record PadNetOptions : SingleScaleOptions
{
    /// <summary>Whether tasks give W'F (eq. 5.1) or F itself (eq. 3.2).</summary>
    public bool Weighted { get; init; }

    public override DenseDecoder Create(DecoderPlan plan) =>
        new DistillingDecoder(plan, ChannelsOf(plan), new Distillation(plan.Tasks, ChannelsOf(plan), Weighted));
}

/// <summary>PAP-Net.</summary>
public sealed record PapNetOptions : SingleScaleOptions
{
    public override DenseDecoder Create(DecoderPlan plan) => new DistillingDecoder(plan, ChannelsOf(plan), new PixelPropagation(plan.Tasks));
}

/// <summary>JTRL, of two tasks.</summary>
public sealed record RecursiveDecoderOptions : DecoderOptions
{
    public override DenseDecoder Create(DecoderPlan plan) => new RecursiveDecoder(plan);

    public override void Validate(string stage, int main, int auxiliary)
    {
        if ((main, auxiliary) != (2, 0))
        {
            throw new UserErrorException(
                $"Stage '{stage}' has the decoder 'jtrl', in which two tasks take turns; give it two 'tasks' with maps and no 'auxiliary'.");
        }
    }
}

/// <summary>MTI-Net.</summary>
public sealed record MtiNetOptions : DecoderOptions
{
    /// <summary>How many scales are used, from the finest on.</summary>
    public int Scales { get; init; } = ResNet.Stages;

    /// <summary>Whether feature propagation modules hand features on to finer scales.</summary>
    public bool Propagation { get; init; } = true;

    public override DenseDecoder Create(DecoderPlan plan) => new MtiDecoder(plan, Scales, Propagation);

    public override void Validate(string stage, int main, int auxiliary)
    {
        base.Validate(stage, main, auxiliary);
        if (Scales is < 1 or > ResNet.Stages)
            throw new UserErrorException($"Stage '{stage}': decoder.scales is {Scales}; give 1 to {ResNet.Stages}.");
    }
}

/// <summary>ASTMT: plain heads, each on a pass of its own through an encoder that its task adapts.</summary>
public sealed record SingleTaskingOptions : PlainDecoderOptions
{
    public override void Validate(string stage, int main, int auxiliary)
    {
        base.Validate(stage, main, auxiliary);
        if (Over != ScaleSource.Pyramid)
            throw new UserErrorException($"Stage '{stage}' has the decoder 'astmt', which adapts a ResNet; leave out its 'over'.");
    }
}
