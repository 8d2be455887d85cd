namespace HeadTracker.Output.Network;

/// <summary>How an output fares.</summary>
/// <param name="Address">As in the settings.</param>
/// <param name="Sent">Datagrams that the system took; null where nobody counts (memory).</param>
/// <param name="SecondsAgo">Since the last of them; null before the first.</param>
/// <param name="Problem">One sentence on why nothing arrives, or null.</param>
public sealed record OutputState(string Address, long? Sent, double? SecondsAgo, string? Problem);
