namespace HeadTracker.Compat.Tests.Torch;

/// <summary>For tests of what the whole process shares: its memory, its count of tensors, its default generator.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
