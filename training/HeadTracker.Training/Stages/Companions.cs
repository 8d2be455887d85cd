using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What trains along, where that is several things; they are others' to dispose.</summary>
internal sealed class Companions : nn.Module
{
    /// <param name="modules">By their names in checkpoints.</param>
    public Companions(params IEnumerable<(string Name, nn.Module Module)> modules)
        : base(nameof(Companions))
    {
        foreach (var (name, module) in modules) register_module(name, module);
    }
}
