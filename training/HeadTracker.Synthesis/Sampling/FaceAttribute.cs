using System.Numerics;
using System.Text.Json.Serialization;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Lighting;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>What is or is not so of a face in a picture. Left and right are the person's own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaceAttribute>))]
public enum FaceAttribute
{
    Glasses,
    Sunglasses,
    Mask,
    Cap,
    Headphones,

    /// <summary>Before the face, as <see cref="Thing"/>.</summary>
    Hand,
    Thing,

    ClosedEyeLeft,
    ClosedEyeRight,
    WideEyes,
    Squint,
    BrowsUp,
    BrowsDown,
    Smile,
    Frown,
    MouthOpen,
    Pucker,
    PressedLips,
    Disgust,
    PuffedCheeks,
    JawLeft,
    JawRight,

    /// <summary>Where the eyes are turned to against the head.</summary>
    GazeLeft,
    GazeRight,
    GazeUp,
    GazeDown,

    /// <summary>Where a lamp or window of its own stands, as the head sees it.</summary>
    LitFromLeft,
    LitFromRight,
    LitFromBehind,

    Male,
    Old,
    Beard,
}

/// <summary>Which attributes a face has, and of which that is known.</summary>
/// <param name="Set">A bit for each that it has, the first lowest; none that is not known.</param>
/// <param name="Known">A bit for each that is known.</param>
public readonly record struct FaceAttributes(ulong Set, ulong Known)
{
    /// <summary>Strength from which on a face counts as doing something.</summary>
    private const float Clearly = 0.4f;

    private const float ClosedEye = 0.7f;

    /// <summary>Radians of gaze, and cosine towards a light, from which on it has a side.</summary>
    private const float Aside = 0.17f, Sideways = 0.5f;

    public static int Count { get; } = Enum.GetValues<FaceAttribute>().Length;

    private static readonly (FaceAttribute Attribute, FaceAction[] Actions)[] OfActions =
    [
        (FaceAttribute.WideEyes, [FaceAction.WideLeft, FaceAction.WideRight]), (FaceAttribute.Squint, [FaceAction.SquintLeft, FaceAction.SquintRight]),
        (FaceAttribute.BrowsUp, [FaceAction.BrowUpLeft, FaceAction.BrowUpRight, FaceAction.BrowInnerUp]),
        (FaceAttribute.BrowsDown, [FaceAction.BrowDownLeft, FaceAction.BrowDownRight]),
        (FaceAttribute.Smile, [FaceAction.SmileLeft, FaceAction.SmileRight, FaceAction.SmileOpen]), (FaceAttribute.Frown, [FaceAction.Frown]),
        (FaceAttribute.MouthOpen, [FaceAction.MouthOpen, FaceAction.Shout, FaceAction.SpeakA]), (FaceAttribute.Pucker, [FaceAction.Pucker, FaceAction.SpeakO]),
        (FaceAttribute.PressedLips, [FaceAction.Press]), (FaceAttribute.Disgust, [FaceAction.Disgust]), (FaceAttribute.PuffedCheeks, [FaceAction.Puff]),
        (FaceAttribute.JawLeft, [FaceAction.JawLeft]), (FaceAttribute.JawRight, [FaceAction.JawRight]),
    ];

    /// <summary>Whether it is so; null when unknown.</summary>
    public bool? this[FaceAttribute attribute] => (Known >> (int)attribute & 1) == 0 ? null : (Set >> (int)attribute & 1) != 0;

    /// <summary>With one more known; null leaves it unknown.</summary>
    public FaceAttributes With(FaceAttribute attribute, bool? value)
    {
        var bit = 1UL << (int)attribute;
        return value is { } known ? new(known ? Set | bit : Set & ~bit, Known | bit) : this;
    }

    /// <summary>What a mirror makes of an attribute.</summary>
    public static FaceAttribute Mirrored(FaceAttribute attribute) => attribute switch
    {
        FaceAttribute.ClosedEyeLeft or FaceAttribute.JawLeft or FaceAttribute.GazeLeft or FaceAttribute.LitFromLeft => attribute + 1,
        FaceAttribute.ClosedEyeRight or FaceAttribute.JawRight or FaceAttribute.GazeRight or FaceAttribute.LitFromRight => attribute - 1,
        _ => attribute,
    };

    /// <summary>Everything that is known of a rendered face.</summary>
    /// <param name="person">Who.</param>
    /// <param name="expression">What the face does; what a person's source cannot do does not show.</param>
    /// <param name="lights">What lights it.</param>
    /// <param name="head">Rotation head → camera.</param>
    /// <param name="worn">What is worn and held before the face.</param>
    internal static FaceAttributes Of(Person person, Expression expression, LightRig lights, Quaternion head, IReadOnlyList<FaceAttribute> worn)
    {
        float Strength(FaceAction action) => person.Actions.ContainsKey(action) ? expression.Actions.GetValueOrDefault(action) : 0;
        var gaze = Vector3.Transform(Vector3.UnitZ, expression.Gaze);
        var (aside, up) = (MathF.Atan2(gaze.X, gaze.Z), MathF.Asin(Math.Clamp(gaze.Y, -1, 1)));
        var light = lights.Key is { } key ? Vector3.Transform(key.Direction, Quaternion.Conjugate(head)) : Vector3.Zero;
        var known = default(FaceAttributes);
        for (var thing = FaceAttribute.Glasses; thing <= FaceAttribute.Thing; thing++) known = known.With(thing, worn.Contains(thing));
        foreach (var (attribute, actions) in OfActions) known = known.With(attribute, actions.Any(action => Strength(action) >= Clearly));
        return known
            .With(FaceAttribute.ClosedEyeLeft, Strength(FaceAction.BlinkLeft) >= ClosedEye)
            .With(FaceAttribute.ClosedEyeRight, Strength(FaceAction.BlinkRight) >= ClosedEye)
            .With(FaceAttribute.GazeLeft, aside > Aside).With(FaceAttribute.GazeRight, aside < -Aside)
            .With(FaceAttribute.GazeUp, up > Aside).With(FaceAttribute.GazeDown, up < -Aside)
            .With(FaceAttribute.LitFromLeft, light.X > Sideways).With(FaceAttribute.LitFromRight, light.X < -Sideways)
            .With(FaceAttribute.LitFromBehind, light.Z < -Sideways)
            .With(FaceAttribute.Male, person.Male).With(FaceAttribute.Old, person.Old).With(FaceAttribute.Beard, person.Beard);
    }
}
