namespace HeadTracker.Inference;

/// <summary>A step of the pipeline that runs a network.</summary>
public interface INetworkStage : IDisposable
{
    /// <summary>For people, such as "BlazeFace back 256", a model's file name without extension, or "landmarks".</summary>
    string Name { get; }

    /// <summary>Where the network really runs: "CPU", "CUDA", "DirectML", "CoreML".</summary>
    string Provider { get; }

    /// <summary>Time spent inside the network since it was opened; what goes before and after it is not in it.</summary>
    TimeSpan NetworkTime => TimeSpan.Zero;
}
