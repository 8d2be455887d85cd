using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Distributed;

/// <summary>What an exchange adds up.</summary>
public enum NumberType
{
    Float32,
    Float64,
    Int64,
}

/// <summary>
/// The processes that work on one thing together, each known by its rank, 0 … <see cref="Count"/> - 1. All of them must make the same calls in the same
/// order; a call returns when every process has made it.
/// </summary>
public abstract class ProcessGroup(int rank, int count) : IDisposable
{
    /// <summary>This process and no other: nothing is exchanged.</summary>
    public static ProcessGroup Alone { get; } = new SingleProcess();

    public int Rank { get; } = rank;

    public int Count { get; } = count;

    public bool IsAlone => Count == 1;

    /// <summary>Whether this process speaks and writes for all.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>How many of the processes share this machine's cores and memory.</summary>
    public int OnThisMachine { get; protected init; } = 1;

    /// <summary>Time spent in exchanges so far, waiting for slower processes included.</summary>
    public TimeSpan Exchanging { get; private set; }

    /// <summary>Which way the tensors of a device go from process to process, in words.</summary>
    public virtual string RouteOf(Device device) => "through host memory";

    /// <summary>The part of a row of things that falls to this process: parts follow each other and differ by one at most.</summary>
    public (int First, int Count) ShareOf(int total)
    {
        var (first, end) = ((int)((long)total * Rank / Count), (int)((long)total * (Rank + 1) / Count));
        return (first, end - first);
    }

    /// <summary>Replaces a tensor by the sum over all processes.</summary>
    /// <param name="tensor">float32, float64 or int64, dense, of the same shape and layout everywhere.</param>
    public void Sum(Tensor tensor) => Exchange(tensor, SumOnDevice, (address, length) => SumAt(address, length, TypeOf(tensor)));

    /// <summary>Replaces a tensor by the first process's.</summary>
    /// <param name="tensor">Dense, of the same type, shape and layout everywhere.</param>
    public void Broadcast(Tensor tensor) =>
        Exchange(tensor, BroadcastOnDevice, (address, length) => BroadcastAt(address, length * tensor.element_size()));

    /// <inheritdoc cref="Sum(Tensor)"/>
    public void Sum(Span<float> values) => Exchange(values, address => SumAt(address.Start, address.Length, NumberType.Float32));

    /// <inheritdoc cref="Sum(Tensor)"/>
    public void Sum(Span<long> values) => Exchange(values, address => SumAt(address.Start, address.Length, NumberType.Int64));

    /// <inheritdoc cref="Broadcast(Tensor)"/>
    public void Broadcast(Span<long> values) => Exchange(values, address => BroadcastAt(address.Start, address.Length * sizeof(long)));

    /// <summary>Whether it is so in any process.</summary>
    public bool Any(bool here)
    {
        Span<long> count = [here ? 1 : 0];
        Sum(count);
        return count[0] > 0;
    }

    /// <summary>What the first process decides. Also makes the others wait until it has come so far.</summary>
    public bool FromFirst(bool decision)
    {
        Span<long> value = [decision ? 1 : 0];
        Broadcast(value);
        return value[0] > 0;
    }

    /// <summary>A short text of each process, by rank.</summary>
    public string[] Texts(string here)
    {
        var lengths = new long[Count];
        lengths[Rank] = here.Length;
        Sum(lengths);
        var longest = (int)lengths.Max();
        var letters = new long[Count * longest];
        for (var i = 0; i < here.Length; i++) letters[Rank * longest + i] = here[i];
        Sum(letters);
        return [.. lengths.Select((length, rank) =>
            string.Create((int)length, (letters, rank * longest), static (text, from) =>
            {
                for (var i = 0; i < text.Length; i++) text[i] = (char)from.letters[from.Item2 + i];
            }))];
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Adds numbers of all processes up, in place.</summary>
    /// <param name="address">Of the numbers in this process's memory.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">Of what type.</param>
    /// <exception cref="UserErrorException">Another process is gone.</exception>
    protected abstract void SumAt(nint address, long count, NumberType type);

    /// <summary>Copies the first process's bytes over those of the others.</summary>
    /// <inheritdoc cref="SumAt"/>
    protected abstract void BroadcastAt(nint address, long bytes);

    /// <summary>Adds tensors of GPUs up without their leaving them.</summary>
    /// <param name="flat">Contiguous, with one dimension.</param>
    /// <returns>False where there is no such way.</returns>
    protected virtual bool SumOnDevice(Tensor flat) => false;

    /// <inheritdoc cref="SumOnDevice"/>
    protected virtual bool BroadcastOnDevice(Tensor flat) => false;

    private static NumberType TypeOf(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => NumberType.Float32,
        ScalarType.Float64 => NumberType.Float64,
        ScalarType.Int64 => NumberType.Int64,
        var other => throw new ArgumentException($"Numbers of {other} are not added up between processes.", nameof(tensor)),
    };

    /// <summary>A dense tensor's numbers as they lie in memory, whatever its dimensions are called: convolutions' weights have channels last.</summary>
    internal static Tensor Flat(Tensor tensor) => tensor.is_contiguous() ? tensor.view(-1) : tensor.as_strided([tensor.numel()], [1]);

    private unsafe void Exchange(Tensor tensor, Func<Tensor, bool> onDevice, Action<nint, long> inMemory)
    {
        if (IsAlone) return;
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var flat = Flat(tensor);
        var onGpu = tensor.device_type == DeviceType.CUDA;
        if (onGpu) cuda.synchronize(tensor.device);
        var clock = Stopwatch.StartNew();
        if (!onGpu || !onDevice(flat))
        {
            var host = onGpu ? flat.cpu() : flat;
            fixed (byte* address = host.bytes) inMemory((nint)address, host.numel());
            if (onGpu) flat.copy_(host);
        }

        if (onGpu) cuda.synchronize(tensor.device);
        Exchanging += clock.Elapsed;
    }

    private unsafe void Exchange<T>(Span<T> values, Action<(nint Start, int Length)> inMemory)
        where T : unmanaged
    {
        if (IsAlone || values.IsEmpty) return;
        var clock = Stopwatch.StartNew();
        fixed (T* address = &MemoryMarshal.GetReference(values)) inMemory(((nint)address, values.Length));
        Exchanging += clock.Elapsed;
    }

    private sealed class SingleProcess() : ProcessGroup(0, 1)
    {
        protected override void SumAt(nint address, long count, NumberType type)
        {
        }

        protected override void BroadcastAt(nint address, long bytes)
        {
        }
    }
}
