using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// An encoder for several tasks around a trunk, the pose network's backbone, which is another's: it gives every leaf, a group of tasks, what an encoder's
/// four stages give. Where the pose is learnt the first leaf's are the trunk's own path, whose pose network is exported.
/// </summary>
public abstract class TaskEncoder : Module<ResNet, Tensor, IReadOnlyList<Tensor[]>>
{
    protected TaskEncoder(string name)
        : base(name)
    {
    }

    /// <summary>How many of the trunk's stages all tasks share.</summary>
    public abstract int CommonStages { get; }

    /// <summary>Whole residual networks or their last stages, beside the trunk.</summary>
    public virtual IReadOnlyList<ResNet> Encoders => [];

    /// <summary>What learns at a rate of its own; see <see cref="StitchedEncoder.UnitRate"/>.</summary>
    public virtual IEnumerable<Parameter> Units => [];

    /// <summary>Gives every encoder the trunk's weights, batch norms' statistics and all.</summary>
    public void StartFrom(ResNet trunk)
    {
        foreach (var encoder in Encoders) Widening.Copy(trunk, encoder);
    }
}
