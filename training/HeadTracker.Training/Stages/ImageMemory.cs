using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// How much memory the images of sets may fill: sets that fit stay on the device, others are read from their files again and again.
/// </summary>
/// <param name="bytes">For all sets together.</param>
public sealed class ImageMemory(long bytes)
{
    // Nobody tells how much memory a GPU has: what the smallest that one trains on leaves beside a network.
    private const long OnGpu = 8L << 30;

    private long _left = bytes;

    /// <summary>What a device leaves to images unless the user says so: half of the memory this process may use, 8 GiB of a GPU.</summary>
    /// <param name="device">Where they are kept.</param>
    /// <param name="processes">That share this machine's memory, and have a GPU each.</param>
    public static ImageMemory Of(Device device, int processes = 1) =>
        new(device.type == TorchSharp.DeviceType.CUDA ? OnGpu : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / processes);

    /// <summary>Takes a set's share, if there is so much left.</summary>
    public bool TryTake(long amount)
    {
        if (amount > _left) return false;
        _left -= amount;
        return true;
    }
}
