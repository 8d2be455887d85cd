using HeadTracker.Training.Balancing;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What trains along where there is a balancer too; both are others' to dispose.</summary>
internal sealed class Companions : nn.Module
{
    /// <param name="name">Of the first in checkpoints.</param>
    /// <param name="along">Branches or heads.</param>
    /// <param name="balancer">Balances their losses.</param>
    public Companions(string name, nn.Module along, Balancer balancer)
        : base(nameof(Companions))
    {
        register_module(name, along);
        register_module("balancer", balancer);
    }
}
