namespace HeadTracker.Inference;

/// <summary>A provider that was tried and not used.</summary>
/// <param name="Provider">Which.</param>
/// <param name="Reason">Why, as part of a sentence and on one line.</param>
public readonly record struct ProviderRefusal(ExecutionProvider Provider, string Reason)
{
    /// <summary>"CUDA: this build of ONNX Runtime does not contain it".</summary>
    public override string ToString() => $"{Provider.DisplayName()}: {Reason}";
}
