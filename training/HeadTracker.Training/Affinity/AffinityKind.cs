using System.Text.Json.Serialization;

namespace HeadTracker.Training.Affinity;

/// <summary>What says how alike tasks are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AffinityKind>))]
public enum AffinityKind
{
    /// <summary>Their networks' features (representational similarity analysis), after each stage.</summary>
    Rsa,

    /// <summary>Which faces are easy and which are difficult for them (<see cref="RivalAffinities.OfLosses"/>).</summary>
    Fafs,

    /// <summary>Chance.</summary>
    Random,
}
