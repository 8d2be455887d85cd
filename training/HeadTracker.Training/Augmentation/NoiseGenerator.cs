using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>What noise is drawn from, by seed, on any device. The same seed draws the same on one kind of device, not on two.</summary>
internal static class NoiseGenerator
{
    /// <summary>A generator that the caller disposes; null for a GPU's own, which is seeded: TorchSharp makes generators for the CPU alone.</summary>
    public static Generator? Seeded(SeededRandom random, Device device)
    {
        var seed = random.NextBits() >> 1;
        if (device.type != DeviceType.CUDA) return new Generator(seed, device);
        cuda.manual_seed((long)seed);
        return null;
    }
}
