using System.Text.Json.Nodes;

namespace HeadTracker.Serialization;

/// <summary>What kind of thing is wrong with JSON that a person wrote.</summary>
public enum JsonFlawKind
{
    /// <summary>A key that nothing stands behind.</summary>
    UnknownKey,

    /// <summary>A key that has to be there and is not.</summary>
    MissingKey,

    /// <summary>A value that its key does not take.</summary>
    WrongValue,
}

/// <summary>The first thing that is wrong with JSON that a person wrote, for a sentence about it.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Section">What the key belongs to, such as <c>stages[0]</c>; empty for the whole.</param>
/// <param name="Key">The key, or, for an element of a list, the whole path: <c>outputs[1]</c>.</param>
/// <param name="Wanted">What the value should be, such as "a number from 0 to 150"; empty where only <paramref name="Choices"/> say it.</param>
/// <param name="Choices">The keys that there are, or the words that the value may be; empty where neither applies.</param>
/// <param name="Found">The value, or null where there is none.</param>
public sealed record JsonFlaw(JsonFlawKind Kind, string Section, string Key, string Wanted, IReadOnlyList<string> Choices, JsonNode? Found)
{
    /// <summary>From the whole to the key: <c>filter.oneEuro.turnBeta</c>.</summary>
    public string Path => Section.Length == 0 ? Key : $"{Section}.{Key}";
}
