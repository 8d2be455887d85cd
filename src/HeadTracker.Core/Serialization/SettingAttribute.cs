namespace HeadTracker.Serialization;

/// <summary>What a property of the settings means and which values it takes: the one source of checks, schema and settings pages.</summary>
/// <param name="description">For people, with the unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    /// <summary>For people, with the unit.</summary>
    public string Description { get; } = description;

    /// <summary>Least number that makes sense; for text it has no meaning.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Greatest number that makes sense.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The words a text may be; empty for any.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>Read once, when the program starts; a change counts from the next start.</summary>
    public bool AtStart { get; init; }
}
