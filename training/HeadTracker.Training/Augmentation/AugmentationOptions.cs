namespace HeadTracker.Training.Augmentation;

/// <summary>
/// The section <c>augmentation</c> of an experiment. The defaults are the KD paper's (§4.3); the extras at the end are off.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>Nothing happens to any image.</summary>
    public static readonly AugmentationOptions None = new()
    {
        Flip = 0, Rotation = 0, Colour = 0, Channels = 0, MedianBlur = 0, Light = 0, CoarseDropout = 0,
    };

    /// <summary>Probability of a horizontal flip.</summary>
    public float Flip { get; init; } = 0.5f;

    /// <summary>Rotation in the image plane is uniform in ± this many degrees.</summary>
    public float Rotation { get; init; } = 15;

    /// <summary>
    /// Extra: the rotation shrinks with |cos yaw|. Turning a profile in the image is a nod, which moves its pitch and roll in the labels' convention by
    /// tan Δ = tan φ · tan |yaw|: by 64° for φ = 10° at 85° of yaw. With this, Δ stays below about φ at any yaw.
    /// </summary>
    public bool RotationFades { get; init; }

    /// <summary>Probability of one of HueSaturationValue, CLAHE, Equalize, Solarize.</summary>
    public float Colour { get; init; } = 0.5f;

    /// <summary>Probability of one of ChannelShuffle, ChannelDropout.</summary>
    public float Channels { get; init; } = 0.5f;

    /// <summary>Probability of MedianBlur.</summary>
    public float MedianBlur { get; init; } = 0.5f;

    /// <summary>Probability of one of RandomShadow, ISONoise.</summary>
    public float Light { get; init; } = 0.5f;

    /// <summary>Probability of CoarseDropout.</summary>
    public float CoarseDropout { get; init; } = 0.5f;

    /// <summary>Extra: the box's centre moves by up to this share of its side, each way and along each axis.</summary>
    public float BoxShift { get; init; }

    /// <summary>Extra: the box grows or shrinks by up to this share.</summary>
    public float BoxScale { get; init; }

    /// <summary>Extra: probability of JPEG artefacts, quality 20 to 90.</summary>
    public float Jpeg { get; init; }

    /// <summary>Extra: probability of losing resolution, to a half, a third or a quarter.</summary>
    public float LowResolution { get; init; }

    /// <summary>The HMTL paper's: probability of random brightness, ± 40 %.</summary>
    public float Brightness { get; init; }

    /// <summary>The HMTL paper's: probability of random contrast, ± 40 %.</summary>
    public float Contrast { get; init; }

    /// <summary>The HMTL paper's: probability of a random hue, ± 36°.</summary>
    public float Hue { get; init; }

    /// <summary>The HMTL paper's: probability of Gaussian blur.</summary>
    public float Blur { get; init; }

    /// <summary>The HMTL paper's: probability of Gaussian noise.</summary>
    public float Noise { get; init; }

    /// <summary>The HMTL paper's: probability of one black square.</summary>
    public float Cutout { get; init; }

    /// <summary>The HMTL paper's levels (§4.2): 1 is random zoom and contrast, 2 is that and blur, loss of resolution and cutout.</summary>
    /// <remarks>The paper gives no strengths; these are ± 20 % of zoom, and probabilities of a half for contrast and cutout,
    /// a quarter for the others.</remarks>
    /// <exception cref="UserErrorException">There is no such level.</exception>
    public static AugmentationOptions OfLevel(int level)
    {
        var first = None with { BoxScale = 0.2f, Contrast = 0.5f };
        return level switch
        {
            1 => first,
            2 => first with { Blur = 0.25f, LowResolution = 0.25f, Cutout = 0.5f },
            _ => throw new UserErrorException($"There is no augmentation level {level}; give 1 or 2, or leave it out."),
        };
    }

    /// <summary>Pixels of margin, as a share of the box's side, that these options can reach beyond the box on each side.</summary>
    public float MarginShare
    {
        get
        {
            var radians = MathF.Min(Rotation, 45) * MathF.PI / 180;
            var corner = (MathF.Cos(radians) + MathF.Sin(radians)) * (1 + BoxScale);
            return (corner - 1) / 2 + BoxShift;
        }
    }

    /// <summary>
    /// Pixels beyond the box on each side that a turn, or a move of the box, reaches at its widest, each by itself: at both extremes at once a corner may
    /// still meet repeated pixels. For boxes that were about square.
    /// </summary>
    /// <param name="inputSize">Side of the box in pixels.</param>
    /// <param name="padding">How far a teacher's ensemble looks beyond it.</param>
    public int MarginOf(int inputSize, int padding)
    {
        var half = inputSize / 2f + padding;
        var radians = MathF.Min(Rotation, 45) * MathF.PI / 180;
        var turned = half * (MathF.Cos(radians) + MathF.Sin(radians));
        var moved = half * (1 + BoxScale) + inputSize * BoxShift;
        // Less a hair, for sums that should be whole.
        return (int)MathF.Ceiling(MathF.Max(turned, moved) - inputSize / 2f - 1e-3f);
    }

    /// <summary>All values in words. Later ones are named only where they are on, so that checkpoints from before they existed still resume.</summary>
    public string Recipe() => ToString().Replace(", RotationFades = False", "", StringComparison.Ordinal)
        .Replace(", Brightness = 0, Contrast = 0, Hue = 0, Blur = 0, Noise = 0, Cutout = 0", "", StringComparison.Ordinal);

    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public AugmentationOptions Validated()
    {
        CheckShare(Flip, "flip");
        CheckShare(Colour, "colour");
        CheckShare(Channels, "channels");
        CheckShare(MedianBlur, "medianBlur");
        CheckShare(Light, "light");
        CheckShare(CoarseDropout, "coarseDropout");
        CheckShare(BoxShift, "boxShift");
        CheckShare(BoxScale, "boxScale");
        CheckShare(Jpeg, "jpeg");
        CheckShare(LowResolution, "lowResolution");
        CheckShare(Brightness, "brightness");
        CheckShare(Contrast, "contrast");
        CheckShare(Hue, "hue");
        CheckShare(Blur, "blur");
        CheckShare(Noise, "noise");
        CheckShare(Cutout, "cutout");
        if (Rotation is not (>= 0 and <= 180)) throw new UserErrorException($"augmentation.rotation is {Rotation}; give degrees from 0 to 180.");
        return this;
    }

    private static void CheckShare(float value, string key)
    {
        if (value is not (>= 0 and <= 1)) throw new UserErrorException($"augmentation.{key} is {value}; give a number from 0 to 1.");
    }
}
