using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Lets tasks' encoders exchange what they have after a stage: the maps of every task (B, C, H, W), in their order → those it goes on with.</summary>
public abstract class FusionUnit : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    /// <summary>What a task keeps of its own map at first; the others share the rest (Misra et al. 2016; Gao et al. 2019).</summary>
    private const float Own = 0.9f;

    protected FusionUnit(string name)
        : base(name)
    {
    }

    /// <summary>What a task at first takes of each task's map, (tasks, tasks): rows add up to 1.</summary>
    protected static float ShareOf(int task, int from, int tasks) => task == from ? Own : (1 - Own) / (tasks - 1);
}
