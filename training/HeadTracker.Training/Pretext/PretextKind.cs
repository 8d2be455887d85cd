using System.Text.Json.Serialization;

namespace HeadTracker.Training.Pretext;

/// <summary>The HMTL paper's pretext tasks (§3.2): what happened to each region of an image is what a network has to say.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PretextKind>))]
public enum PretextKind
{
    /// <summary>Regions change places; which piece lies in each?</summary>
    Puzzling,

    /// <summary>Every region turns by its own multiple of 90°; by which?</summary>
    Rotation,

    /// <summary>Both, but at most two regions turn: more would take the head's pose out of the picture.</summary>
    PuzzlingRotation,
}
