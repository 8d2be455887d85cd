namespace TorchSharp.Modules;

/// <summary>What a parameter group sets for itself; null takes the optimiser's default.</summary>
public abstract class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(OptimizerOptions source) => (LearningRate, InitialLearningRate) = (source.LearningRate, source.InitialLearningRate);

}
