using System.Text.Json.Serialization;

namespace HeadTracker.Training.Affinity;

/// <summary>What a tree's budget is in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TreePrice>))]
public enum TreePrice
{
    Parameters,

    MultiplyAdds,
}
