using HeadTracker.Output;

namespace HeadTracker.Sessions;

/// <summary>How a run ended.</summary>
/// <param name="Folder">With the files, or null for none.</param>
/// <param name="HasFailures">Whether an output failed, which the user has been told.</param>
/// <param name="IsLive">Whether pictures came from a camera or a stream.</param>
internal sealed record RunOutcome(RunSummary Summary, string? Folder, bool HasFailures, bool IsLive);
