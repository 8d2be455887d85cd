using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Commands;

/// <summary>The device a command trains on.</summary>
internal static class TrainingDevice
{
    /// <param name="name">auto, cpu or cuda.</param>
    /// <exception cref="UserErrorException">CUDA was asked for and this libtorch has none.</exception>
    public static Device Of(string name) => (name, cuda_is_available()) switch
    {
        ("auto" or "cuda", true) => CUDA,
        ("cuda", false) => throw new UserErrorException(
            "This libtorch sees no CUDA device; install a libtorch with CUDA and set LIBTORCH_HOME to it, or use --device cpu."),
        _ => CPU,
    };
}
