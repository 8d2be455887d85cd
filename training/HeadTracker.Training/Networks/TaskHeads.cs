using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>A task's own layers.</summary>
/// <param name="Name">The task's, and its layers' in checkpoints.</param>
/// <param name="Outputs">Numbers per image, or per cell.</param>
/// <param name="Dense">Whether it answers for each cell of a map.</param>
/// <param name="Auxiliary">Whether it is learnt for the others' sake: a decoder then has initial heads for it alone.</param>
public readonly record struct HeadShape(string Name, int Outputs, bool Dense, bool Auxiliary = false);

/// <summary>How tasks that answer for maps get from a backbone's maps to answers.</summary>
/// <param name="Head">On the last of them; or null.</param>
/// <param name="Decoder">On all of them; or null.</param>
public sealed record DenseStyle(MapHeadOptions? Head = null, DecoderOptions? Decoder = null);

/// <summary>
/// Heads of tasks beside the pose (thesis of Vandenhende 2022, ch. 2: a shared encoder, a head for each task): a linear layer on the pooled features, or for
/// maps a decoder that all maps share, and a small one for each, where no other style is asked for.
/// </summary>
/// <remarks>
/// The thesis's dense baselines dilate the encoder; a pyramid on its maps as they are is far cheaper and leaves the deployed network as it is.
/// </remarks>
public sealed class TaskHeads : Module<IReadOnlyList<Tensor>, IReadOnlyList<TaskAnswer>>
{
    [ComponentName(Name = "pyramid")]
    private readonly FeaturePyramid? _pyramid;

    [ComponentName(Name = "scales")]
    private readonly ScalePyramid? _scales;

    [ComponentName(Name = "decoder")]
    private readonly DenseDecoder? _decoder;

    [ComponentName(Name = "heads")]
    private readonly ModuleDict<Module<Tensor, Tensor>> _heads = ModuleDict<Module<Tensor, Tensor>>();
    private readonly IReadOnlyList<HeadShape> _tasks;

    /// <param name="shape">The backbone.</param>
    /// <param name="tasks">In the order of the answers.</param>
    /// <param name="inputSize">S: side of the network's input; maps have S/2 cells a side, rounded up.</param>
    /// <param name="style">How maps are answered; null as this type says.</param>
    public TaskHeads(ResNetShape shape, IReadOnlyList<HeadShape> tasks, int inputSize, DenseStyle? style = null)
        : this(shape.Channels, shape.Width, tasks, inputSize, style ?? new())
    {
    }

    /// <param name="stages">Channels of the maps that come in, the finest first.</param>
    /// <param name="width">Of the backbone's first stage.</param>
    /// <param name="tasks">In the order of the answers.</param>
    /// <param name="inputSize">S: side of the network's input; maps have S/2 cells a side, rounded up.</param>
    /// <param name="style">How maps are answered.</param>
    public TaskHeads(IReadOnlyList<int> stages, int width, IReadOnlyList<HeadShape> tasks, int inputSize, DenseStyle style)
        : base(nameof(TaskHeads))
    {
        _tasks = tasks;
        HeadShape[] maps = [.. tasks.Where(task => task.Dense)];
        // Enough for the parts that there are, and a map of them is the larger half of the price.
        var (channels, side) = (2 * width, (inputSize + 1) / 2);
        if (maps.Length > 0 && style.Decoder is { } decoder)
        {
            if (decoder.Over == ScaleSource.Pyramid) _scales = new ScalePyramid(stages, channels);
            _decoder = decoder.Create(new DecoderPlan(_scales is null ? stages : [.. stages.Select(_ => channels)], maps, side));
        }
        else if (maps.Length > 0 && style.Head is null) _pyramid = new FeaturePyramid(stages, channels);

        foreach (var task in tasks)
        {
            if (!task.Dense) _heads.Add(task.Name, Linear(stages[^1], task.Outputs));
            else if (_decoder is null)
                _heads.Add(task.Name, style.Head?.Create(stages[^1], width, task.Outputs, side) ?? new MapHead(channels, task.Outputs, side));
        }

        RegisterComponents();
    }

    /// <summary>The backbone's maps after each of its stages → float32 (B, outputs), or (B, outputs, M, M), of every task.</summary>
    public override IReadOnlyList<TaskAnswer> forward(IReadOnlyList<Tensor> stages)
    {
        using var scope = NewDisposeScope();
        var pooled = stages[^1].mean([2, 3], type: ScalarType.Float32);
        var fine = _pyramid?.call(stages) ?? stages[^1];
        var decoded = new Queue<TaskAnswer>(_decoder?.call(_scales?.call(stages) ?? stages) ?? []);
        var answers = _tasks.Select(task =>
            task.Dense && _decoder is not null ? decoded.Dequeue() : new TaskAnswer(_heads[task.Name].call(task.Dense ? fine : pooled), [])).ToArray();
        foreach (var tensor in answers.SelectMany(answer => answer.Initial.Append(answer.Final))) tensor.MoveToOuterDisposeScope();
        return answers;
    }
}
