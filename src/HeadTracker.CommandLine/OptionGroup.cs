using System.CommandLine;

namespace HeadTracker.CommandLine;

/// <summary>Options under one heading of a help page.</summary>
/// <param name="Heading">Such as "Source".</param>
public sealed record OptionGroup(string Heading, params IReadOnlyList<Option> Options);
