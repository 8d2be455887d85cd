using HeadTracker.Inference;
using OpenCvSharp;

namespace HeadTracker.Measurement;

/// <summary>One way to run the tracker.</summary>
/// <param name="Model">Pose model.</param>
/// <param name="Provider">What shall run the networks.</param>
/// <param name="Threads">CPU threads of a network's run; 0 for as many as pay.</param>
/// <param name="Size">Of the frames; null for the source's own.</param>
public sealed record BenchCase(string Model, ExecutionProvider Provider, int Threads, Size? Size);
