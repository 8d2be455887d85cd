using System.Text.Json.Serialization;

namespace HeadTracker.Training.Pretext;

/// <summary>What happens to a crop besides its flip (thesis of Vandenhende 2022, table 7.7).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ViewPolicy>))]
public enum ViewPolicy
{
    /// <summary>Colours, grey and blur.</summary>
    Standard,

    /// <summary>A policy of AutoAugment's, which also turns and shears.</summary>
    AutoAugment,

    /// <summary>One of the two, drawn for each crop.</summary>
    Either,
}
