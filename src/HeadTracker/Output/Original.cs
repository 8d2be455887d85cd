namespace HeadTracker.Output;

/// <summary>A file that a run reads and must not replace.</summary>
/// <param name="Kind">For people: "recording", "picture".</param>
/// <param name="Path">As the user wrote it.</param>
public sealed record Original(string Kind, string Path);
