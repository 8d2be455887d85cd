using TorchSharp;

namespace HeadTracker.Training.Checkpoints;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">By name, on the CPU; they belong to the dispose scope in which the file was loaded.</param>
/// <param name="Metadata">Free text by key; empty where the file has none.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, torch.Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
