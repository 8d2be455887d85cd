namespace HeadTracker.Diagnostics;

/// <summary>How serious a finding is.</summary>
public enum FindingKind
{
    Fine,

    /// <summary>Something is not there that the tracker can do without.</summary>
    Missing,

    /// <summary>The tracker cannot work.</summary>
    Broken,
}

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Subject">Such as "OpenCV".</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do about it, as one sentence, or null.</param>
public sealed record Finding(string Subject, FindingKind Kind, string Text, string? Advice = null);
