using System.CommandLine;

namespace HeadTracker.Commands;

/// <summary>Options under one heading of a help page.</summary>
/// <param name="Heading">Such as "Source".</param>
internal sealed record OptionGroup(string Heading, params IReadOnlyList<Option> Options);
