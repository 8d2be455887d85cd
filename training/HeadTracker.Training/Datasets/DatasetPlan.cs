using System.Text.Json.Serialization;
using HeadTracker.Contract;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Labelling.Profiles;

namespace HeadTracker.Training.Datasets;

/// <summary>One data file: the packed sets that training and testing take, and what each is made of. Paths are relative to the inputs' folder.</summary>
public sealed record DatasetPlan
{
    /// <summary>One line about what it is for.</summary>
    public string Title { get; init; } = "";

    public CropPlan Crop { get; init; } = new();

    /// <summary>A folder of VALID avatars; null where no part needs it.</summary>
    public string? Avatars { get; init; }

    /// <summary>Networks that label photos, each as <c>train label --teacher</c> takes it.</summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>The labelled dataset that teachers' zero and error are measured on; null trusts them alike.</summary>
    public string? Align { get; init; }

    /// <summary>The face model for landmarks; null for the program's own.</summary>
    public string? Shapes { get; init; }

    /// <summary>Made in this order.</summary>
    public IReadOnlyList<PartPlan> Parts { get; init; } = [];
}

/// <summary>The section <c>crop</c>, the same for all parts.</summary>
public sealed record CropPlan
{
    /// <summary>Side of the network input in pixels.</summary>
    public int Size { get; init; } = 224;

    /// <summary>Pixels kept around it.</summary>
    public int Margin { get; init; } = 45;

    public CropShape Shape { get; init; } = CropShape.Stretch;

    public float Scale { get; init; } = 1;

    public PackHeader ToHeader() => new() { InputSize = Size, Margin = Margin, Crop = new CropRule(Shape, Scale) };
}

/// <summary>What a part is for. Rendered people of the one never appear in the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartUse>))]
public enum PartUse
{
    Train,
    Test,
}

/// <summary>One packed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RenderedPlan), "rendered")]
[JsonDerivedType(typeof(PhotosPlan), "photos")]
[JsonDerivedType(typeof(ProfilesPlan), "profiles")]
[JsonDerivedType(typeof(FacesPlan), "faces")]
public abstract record PartPlan
{
    /// <summary>Names the set's file.</summary>
    public string Name { get; init; } = "";

    public PartUse Use { get; init; } = PartUse.Train;

    /// <summary>Also writes label maps beside the set: dense ones of rendered heads, the landmarks of photos that bring them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Maps { get; init; }
}

/// <summary>Rendered heads.</summary>
public sealed record RenderedPlan : PartPlan
{
    public PeopleSource People { get; init; } = PeopleSource.Both;

    public int Count { get; init; }

    public int Seed { get; init; }

    /// <summary>Pictures of one person before the next is made.</summary>
    public int PerPerson { get; init; } = new RenderOptions(0).SamplesPerPerson;

    /// <summary>α of a Pareto distribution by which few people are seen often and many hardly; null for <see cref="PerPerson"/> of everybody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Tail { get; init; }

    /// <inheritdoc cref="RenderOptions.Dim"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Dim { get; init; }

    /// <inheritdoc cref="RenderOptions.LeastYaw"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float LeastYaw { get; init; }

    /// <summary>Who is seen how often; null for all alike.</summary>
    internal LongTail? LongTail => Tail is { } alpha ? new LongTail(Count, Math.Max(1, Count / PerPerson), alpha) : null;

    /// <summary>Frames of clips instead, a clip of every person; what moves soon is among the label maps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Clips { get; init; }
}

/// <summary>Photos that get their labels here.</summary>
public sealed record PhotosPlan : PartPlan
{
    /// <summary>Sets with landmarks68.csv.</summary>
    public IReadOnlyList<string> Landmarks { get; init; } = [];

    /// <summary>Sets without anything.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];
}

/// <summary>Photos with landmarks, turned in depth.</summary>
public sealed record ProfilesPlan : PartPlan
{
    public IReadOnlyList<string> Landmarks { get; init; } = [];

    /// <summary>Degrees of yaw between two pictures.</summary>
    public float Step { get; init; } = new ProfileOptions().Step;

    /// <summary>The photos' terms of use.</summary>
    public string Terms { get; init; } = "research only";
}

/// <summary>Datasets that bring their labels.</summary>
public sealed record FacesPlan : PartPlan
{
    /// <summary>Each as <see cref="DatasetReference.Parse"/> takes it.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Takes boxes from the program's detector instead of the dataset's.</summary>
    public bool Detect { get; init; }

    // The keys below are left out of records where they are not used, so that parts from before they existed count as made.

    /// <summary>Boxes end at the photo's edge, as those of the KD paper's authors; else the edge's pixels are repeated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Clamp { get; init; }

    /// <summary>Degrees beyond which faces are left out; null for the papers' 99.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Range { get; init; }

    /// <summary>2 or 3 takes the half of AFLW or BIWI that <see cref="PartPlan.Use"/> names, as the KD paper splits them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Protocol { get; init; }

    /// <summary>Takes these people alone; null takes all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Leaves these people out, as for another part that tests on them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Without { get; init; }
}
