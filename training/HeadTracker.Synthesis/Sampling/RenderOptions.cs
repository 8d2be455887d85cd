namespace HeadTracker.Synthesis.Sampling;

/// <summary>Which people a set is made of.</summary>
public enum IdentitySplit
{
    Training,

    /// <summary>People whose faces no training picture shows; see validation-identities.txt.</summary>
    Validation,
}

/// <summary>What a set of samples looks like.</summary>
/// <param name="Seed">Everything follows from it and a sample's number.</param>
public sealed record RenderOptions(int Seed)
{
    /// <summary>Degrees; farther out too few poses are left to draw from.</summary>
    public const float LargestLeastYaw = 90;

    /// <summary>Side of the square full frame in pixels.</summary>
    public int FrameSize { get; init; } = 256;

    /// <summary>The longer side of the landmarks' box as a share of the frame, from and to.</summary>
    public (float From, float To) FaceShare { get; init; } = (0.38f, 0.62f);

    /// <summary>How much about a face stays inside the frame: 1 is its box, 1.5 as much as a crop of one and a half times the box shows.</summary>
    public float Surroundings { get; init; } = 1;

    /// <summary>Pictures taken of one person before the next is made.</summary>
    public int SamplesPerPerson { get; init; } = 24;

    /// <summary>Who is seen how often; null for <see cref="SamplesPerPerson"/> of everybody.</summary>
    public LongTail? Tail { get; init; }

    /// <summary>Whether all stand in the dark: before a screen, or with hardly any light about them, as at night in a car.</summary>
    public bool Dim { get; init; }

    /// <summary>All are turned by at least this many degrees of yaw to either side, for sets in which profiles are to count for more.</summary>
    public float LeastYaw { get; init; }

    /// <summary>The share of people from VALID, when its avatars are there.</summary>
    public float ValidShare { get; init; } = 0.6f;

    public IdentitySplit Split { get; init; } = IdentitySplit.Training;

    /// <summary>The number of the person that a sample shows.</summary>
    internal long PersonOf(long sample) => Tail?.PersonOf(sample) ?? sample / SamplesPerPerson;

    /// <exception cref="UserErrorException">A value makes no sense.</exception>
    public void Validate()
    {
        if (FrameSize is < 32 or > 2048) throw new UserErrorException($"A frame of {FrameSize} pixels cannot be rendered; choose 32 to 2048.");
        if (!(FaceShare.From > 0.02f && FaceShare.From <= FaceShare.To && FaceShare.To <= 1.5f))
        {
            throw new UserErrorException("The face's share of the frame must lie between 0.02 and 1.5, the smaller first.");
        }

        if (Surroundings is not (>= 1 and < 10)) throw new UserErrorException("What is kept about a face must be 1 to 10 times its box.");
        if (LeastYaw is not (>= 0 and <= LargestLeastYaw)) throw new UserErrorException($"The least yaw must lie between 0 and {LargestLeastYaw} degrees.");
        if (SamplesPerPerson < 1) throw new UserErrorException("At least one picture must be taken of each person.");
        if (ValidShare is < 0 or > 1) throw new UserErrorException("The share of VALID people must lie between 0 and 1.");
    }
}
