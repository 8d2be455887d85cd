using System.Text.Json.Serialization;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Where rendered people come from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeopleSource>))]
public enum PeopleSource
{
    /// <summary>From MakeHuman and VALID, or MakeHuman alone where there are no avatars.</summary>
    Both,

    MakeHuman,

    Valid,
}
