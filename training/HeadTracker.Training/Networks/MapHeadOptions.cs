using System.Text.Json.Serialization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Heads of maps on a backbone's last features.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MapHeadKind>))]
public enum MapHeadKind
{
    /// <summary>Convolutions with several dilations beside each other (DeepLab).</summary>
    Aspp,

    /// <summary>Means over several grids (PSPNet).</summary>
    Psp,

    Linear,
}

/// <summary>
/// The key <c>head</c> of a stage: the thesis's heads for maps, on the backbone's last stage. Left out, maps share a feature pyramid over all stages.
/// </summary>
public sealed record MapHeadOptions
{
    /// <summary>Of the first stage's width; 256 for an original ResNet.</summary>
    private const int Widths = 4;

    public required MapHeadKind Kind { get; init; }

    /// <summary>
    /// Cells between two of a kernel's, of each of <see cref="MapHeadKind.Aspp"/>'s convolutions: the thesis's by default, for maps of 64 cells a side. What
    /// lies beyond a map is zeros, so that of a rate above its side only the middle of the kernel is left: small maps take small rates.
    /// </summary>
    public IReadOnlyList<int> Rates { get; init; } = [12, 24, 36];

    /// <summary>All that decides what it does, in words that change when it does.</summary>
    [JsonIgnore]
    public string Recipe => Kind == MapHeadKind.Aspp ? $"{Kind} {string.Join(", ", Rates)}" : $"{Kind}";

    /// <summary>A new head.</summary>
    /// <param name="channels">Of the features.</param>
    /// <param name="width">Of the backbone's first stage.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer.</param>
    public Module<Tensor, Tensor> Create(int channels, int width, int outputs, int side) => Kind switch
    {
        MapHeadKind.Aspp => new AsppHead(channels, Widths * width, Rates, outputs, side),
        MapHeadKind.Psp => new PspHead(channels, Widths * width, outputs, side),
        MapHeadKind.Linear => new PixelAnswer(channels, outputs, side),
        _ => throw new InvalidOperationException($"{Kind} is no head"),
    };

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public void Validate(string stage)
    {
        if (Rates.Count is 0 or > 8 || Rates.Any(rate => rate is < 1 or > 1024))
            throw new UserErrorException($"Stage '{stage}': head.rates has {string.Join(", ", Rates.Take(9))}; give 1 to 8 rates, each from 1 to 1024.");
    }
}
