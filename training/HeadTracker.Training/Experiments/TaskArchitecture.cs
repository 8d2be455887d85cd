using System.Text.Json.Serialization;

namespace HeadTracker.Training.Experiments;

/// <summary>How the tasks of a stage share what they learn (thesis of Vandenhende 2022, ch. 3).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskArchitecture>))]
public enum TaskArchitecture
{
    /// <summary>One backbone, or the branches of a tree.</summary>
    Shared,

    /// <summary>A backbone for every task, each channel mixed with the others' after every stage.</summary>
    CrossStitch,

    /// <summary>The same, all channels mixed.</summary>
    Nddr,

    /// <summary>One backbone, of whose maps every task masks what it needs.</summary>
    Mtan,
}
