using HeadTracker.Training.Pretext;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// The heads of the pretext tasks that share a trunk (Doersch and Zisserman 2017), one of them at work in a pass; with lasso each has a mixture of its own of
/// the units of the trunk's last stage (<c>heads.NAME.*</c>, <c>mixtures.NAME.*</c>).
/// </summary>
public sealed class MixedPretextHeads : Module<MixedPretext, ResNet, Tensor, Tensor>
{
    /// <summary>Numbers that stand for a view of <see cref="MixedPretext.Exemplar"/>.</summary>
    private const int Embedding = 128;

    private readonly int _point;

    [ComponentName(Name = "heads")]
    private readonly ModuleDict<Module<Tensor, Tensor>> _heads = ModuleDict<Module<Tensor, Tensor>>();

    [ComponentName(Name = "mixtures")]
    private readonly ModuleDict<UnitMixture>? _mixtures;

    /// <param name="shape">The trunk's.</param>
    /// <param name="tasks">What they are for.</param>
    /// <param name="point">After which of the trunk's four stages they lie, 1 … 4.</param>
    /// <param name="inputSize">Side of the network's input.</param>
    /// <param name="mixed">Whether each gets a mixture of the stage's units; else what the stage gives.</param>
    public MixedPretextHeads(ResNetShape shape, IReadOnlyList<MixedPretext> tasks, int point, int inputSize, bool mixed)
        : base(nameof(MixedPretextHeads))
    {
        (_point, Cells) = (point, 2 * ResNet.CellsAt(point, inputSize));
        var features = shape.FeaturesAt(point);
        foreach (var task in tasks) _heads.Add(NameOf(task), task switch
        {
            MixedPretext.Position => new Perceptron(2 * features, features, RelativePosition.Classes),
            MixedPretext.Colour => new MapHead(features, ColourBins.Centres.Count, Cells),
            MixedPretext.Exemplar => new Perceptron(features, features, Embedding),
            MixedPretext.Motion => new MapHead(features, 2, Cells),
            _ => throw new ArgumentOutOfRangeException(nameof(tasks), task, "no pretext task"),
        });
        if (mixed)
        {
            _mixtures = ModuleDict<UnitMixture>();
            foreach (var task in tasks) _mixtures.Add(NameOf(task), new UnitMixture(shape.Blocks[point - 1]));
        }

        RegisterComponents();
    }

    /// <summary>Cells a side of what is answered for each cell.</summary>
    public int Cells { get; }

    /// <summary>How a head mixes units, or null.</summary>
    public UnitMixture? MixtureOf(MixedPretext task) => _mixtures?[NameOf(task)];

    /// <summary>
    /// One pass: a task, the trunk, and normalised images (n, 3, H, W) → position: n = 2B patches as <see cref="RelativePosition.Cut"/> gives them → logits
    /// (B, 8); exemplar: (n, 128); colour and motion: logits (n, classes, <see cref="Cells"/>, <see cref="Cells"/>).
    /// </summary>
    public override Tensor forward(MixedPretext task, ResNet trunk, Tensor images)
    {
        using var scope = NewDisposeScope();
        var features = MixtureOf(task) is { } mixture ? mixture.call(trunk.UnitsOf(images, _point)) : trunk.FeaturesAt(images, _point);
        var seen = task switch
        {
            MixedPretext.Position => cat([.. Pooled(features).chunk(2)], 1),
            MixedPretext.Exemplar => Pooled(features),
            _ => features,
        };
        return _heads[NameOf(task)].call(seen).MoveToOuterDisposeScope();
    }

    private static Tensor Pooled(Tensor features) => features.mean([2, 3], type: ScalarType.Float32);

    private static string NameOf(MixedPretext task) => $"{task}".ToLowerInvariant();
}
