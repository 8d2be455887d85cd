using System.Text.Json.Serialization;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;

namespace HeadTracker.Training.Experiments;

/// <summary>
/// One experiment file: what is trained on what, how, and which stages run. Every key has the paper's value as default, so
/// that a file states only what differs.
/// </summary>
public sealed record Experiment
{
    /// <summary>One line about what this reproduces.</summary>
    public string Title { get; init; } = "";

    /// <summary>Fixes initial weights, the order of samples and every augmentation.</summary>
    public long Seed { get; init; } = 1;

    public DataOptions Data { get; init; } = new();

    public ModelOptions Model { get; init; } = new();

    public AugmentationOptions Augmentation { get; init; } = new();

    public OptimiserOptions Optimiser { get; init; } = new();

    /// <summary>The convolutional ensemble of stages that name none of their own: the paper's p = 15, s = 5.</summary>
    public GridOptions Ensemble { get; init; } = new();

    /// <summary>Run in this order; a stage may use what an earlier one made, by its name.</summary>
    public IReadOnlyList<StageOptions> Stages { get; init; } = [];
}

/// <summary>
/// The section <c>data</c>: packed sets, by path relative to the folder given with <c>--data</c>; <c>{size}</c> in a path stands for the network's
/// input size.
/// </summary>
public sealed record DataOptions
{
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>Test sets by the name they have in the results.</summary>
    public IReadOnlyDictionary<string, string> Test { get; init; } = new Dictionary<string, string>();

    /// <summary>What self-supervised pre-training sees, by path as in <see cref="Train"/>; labels are not read. Empty for the training sets.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>Frames of clips with what moves in them, by path as in <see cref="Train"/>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Clips { get; init; }

    /// <summary><see cref="Unlabelled"/>, or the training sets where it is empty.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Pretraining => Unlabelled.Count > 0 ? Unlabelled : Train;

    /// <summary>Uses only this many samples of each set, evenly spread over it; null uses all.</summary>
    public int? Limit { get; init; }

    /// <summary>Trains on the first so many people of each training set alone; null on all.</summary>
    public int? Subjects { get; init; }
}

/// <summary>The section <c>model</c>.</summary>
public sealed record ModelOptions
{
    /// <summary>Side of the square network input in pixels.</summary>
    public int InputSize { get; init; } = 224;

    /// <summary>Of the stages that name none of their own.</summary>
    public Backbone Backbone { get; init; } = Backbone.ResNet50;

    /// <summary>Channels of the backbone's first stage, where a stage of the experiment names none of its own: 64 in the original networks.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Residual blocks in each of the backbone's four stages, 1 to 64 each; null for as many as it is known for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Blocks { get; init; }

    /// <summary>Outputs of each of the three layers that Barlow Twins puts on the encoder.</summary>
    public int Projector { get; init; } = Networks.Projector.PaperSize;

    /// <summary>Degrees per bin of the base network's RvC heads (§5.2).</summary>
    public IReadOnlyList<float> BinSizes { get; init; } = [1, 2, 3, 4];

    /// <summary>Whether the base network has a regression head.</summary>
    public bool Regression { get; init; } = true;

    /// <summary>
    /// File with a backbone's initial weights (torchvision's names, safetensors), relative to <c>--data</c>; <c>{backbone}</c> stands
    /// for resnet18 … resnet152. Null starts from random weights.
    /// </summary>
    public string? Pretrained { get; init; }

    /// <summary>What stages train whose decoder is over <see cref="ScaleSource.HighResolution"/>: HRNet-W18 by default.</summary>
    public HighResolutionShape HighResolution { get; init; } = new();

    private const int LargestInput = 1024, LargestProjector = 1 << 15;

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    internal void Validate(string path)
    {
        if (InputSize is < 32 or > LargestInput) throw Wrong($"inputSize is {InputSize}; give at least 32 and at most {LargestInput}.");
        if (Width is < 1 or > PoseNetworkDefinition.LargestWidth) throw Wrong($"width is {Width}; give 1 to {PoseNetworkDefinition.LargestWidth}.");
        if (Blocks is { } blocks && !(blocks.Count == ResNet.Stages && blocks.All(count => count is >= 1 and <= PoseNetworkDefinition.MostBlocks)))
            throw Wrong($"blocks has {string.Join(", ", blocks.Take(5))}; give {ResNet.Stages} numbers, each from 1 to {PoseNetworkDefinition.MostBlocks}.");
        if (Projector is < 1 or > LargestProjector) throw Wrong($"projector is {Projector}; give 1 to {LargestProjector}.");
        if (BinSizes.Count > PoseNetworkDefinition.MostHeads || !BinSizes.All(PoseNetworkDefinition.IsBinSize))
            throw Wrong($"binSizes has {string.Join(", ", BinSizes.Take(5))}; give up to {PoseNetworkDefinition.MostHeads}, each from 0.1 to 90.");
        if (!HighResolution.IsSound) throw Wrong($"highResolution is a {HighResolution}; give positive numbers, and modules of three stages.");

        UserErrorException Wrong(string what) => new($"{path}: model.{what}");
    }
}

/// <summary>One entry of <c>stages</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BaseStageOptions), "base")]
[JsonDerivedType(typeof(HmtlStageOptions), "hmtl")]
[JsonDerivedType(typeof(MultiTaskStageOptions), "multiTask")]
[JsonDerivedType(typeof(PretextStageOptions), "pretext")]
[JsonDerivedType(typeof(BarlowTwinsStageOptions), "barlowTwins")]
[JsonDerivedType(typeof(PretextMixStageOptions), "pretextMix")]
[JsonDerivedType(typeof(ContrastStageOptions), "contrast")]
[JsonDerivedType(typeof(ProbeStageOptions), "probe")]
[JsonDerivedType(typeof(EnsembleStageOptions), "ensemble")]
[JsonDerivedType(typeof(QuasiEnsembleStageOptions), "quasiEnsemble")]
[JsonDerivedType(typeof(HeatMapStageOptions), "heatMap")]
[JsonDerivedType(typeof(DistillStageOptions), "distill")]
[JsonDerivedType(typeof(ChartStageOptions), "chart")]
[JsonDerivedType(typeof(ExportStageOptions), "export")]
public abstract record StageOptions
{
    /// <summary>Names the stage's folder and its rows in the results.</summary>
    public string Name { get; init; } = "";
}

/// <summary>Evaluates convolutional ensembles over an earlier network (tables 2–4).</summary>
public sealed record EnsembleStageOptions : StageOptions
{
    /// <summary>The stage whose network is used.</summary>
    public string Of { get; init; } = "";

    /// <summary>Empty for the experiment's own.</summary>
    public IReadOnlyList<GridOptions> Grids { get; init; } = [];
}

/// <summary>p and s of an ensemble; the paper's choice for its second stage by default (§5.3).</summary>
public sealed record GridOptions
{
    public int P { get; init; } = 15;

    public int S { get; init; } = 5;

    /// <exception cref="UserErrorException">The stride does not divide the padding.</exception>
    public EnsembleGrid ToGrid() => new EnsembleGrid(S, P).Validated();
}

/// <summary>Evaluates the quasi-ensemble of §3.3, the paper's negative result.</summary>
public sealed record QuasiEnsembleStageOptions : StageOptions
{
    public string Of { get; init; } = "";

    /// <summary>Its windows; the paper's example unless given: 226 pixels with 3 × 3 of them.</summary>
    public IReadOnlyList<GridOptions> Grids { get; init; } = [new() { P = 1, S = 1 }];
}

/// <summary>Evaluates all p ≤ <see cref="MaxPadding"/> with all s that divide p (fig. 6).</summary>
public sealed record HeatMapStageOptions : StageOptions
{
    public string Of { get; init; } = "";

    public int MaxPadding { get; init; } = 15;
}

/// <summary>Writes an earlier network as ONNX.</summary>
public sealed record ExportStageOptions : StageOptions
{
    public string Of { get; init; } = "";

    /// <summary>Puts the softmax into the graph: outputs are probabilities instead of logits.</summary>
    public bool Softmax { get; init; }

    /// <summary>Also writes <c>model-angles.onnx</c> with a fourth output, the angles in degrees, for programs other than this one.</summary>
    public bool Expectation { get; init; }

    /// <summary>Also writes <c>model-fp16.onnx</c>, half the size.</summary>
    public bool Half { get; init; }
}
