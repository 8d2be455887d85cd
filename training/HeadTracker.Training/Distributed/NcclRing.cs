using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Distributed;

/// <summary>NVIDIA's NCCL by its C interface: tensors go from GPU to GPU without passing through this process's memory.</summary>
/// <remarks>
/// Work is put onto the stream that libtorch uses unless told otherwise, CUDA's default, so that it runs behind what made a tensor and before what reads it.
/// </remarks>
internal sealed unsafe partial class NcclRing : IDisposable
{
    // nccl.h: ncclInt64, ncclFloat32, ncclFloat64, ncclUint8, ncclSum.
    private const int Int64 = 4, Float32 = 7, Float64 = 8, Byte = 1, Addition = 0;

    private const int IdLength = 128;

    private static readonly string[] Libraries = OperatingSystem.IsWindows() ? ["nccl.dll"] : ["libnccl.so.2", "libnccl.so"];

    private readonly delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int> _broadcast;
    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<int, byte*> _errorString;
    private readonly nint _communicator;

    private NcclRing(nint library, Func<Id, Id> fromFirst, int rank, int count)
    {
        _allReduce = (delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)NativeLibrary.GetExport(library, "ncclAllReduce");
        _broadcast = (delegate* unmanaged<nint, nint, nuint, int, int, nint, nint, int>)NativeLibrary.GetExport(library, "ncclBroadcast");
        _destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "ncclCommDestroy");
        _errorString = (delegate* unmanaged<int, byte*>)NativeLibrary.GetExport(library, "ncclGetErrorString");
        var newId = (delegate* unmanaged<Id*, int>)NativeLibrary.GetExport(library, "ncclGetUniqueId");
        var join = (delegate* unmanaged<nint*, int, Id, int, int>)NativeLibrary.GetExport(library, "ncclCommInitRank");
        var version = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "ncclGetVersion");

        int number;
        Check(version(&number));
        Name = NameOf(number);
        Id id = default;
        if (rank == 0) Check(newId(&id));
        id = fromFirst(id);
        nint communicator;
        Check(join(&communicator, count, id, rank));
        _communicator = communicator;
    }

    /// <summary>For the log.</summary>
    public string Name { get; }

    /// <summary>Joins the others where every process finds the library; null where one does not. To be called by all.</summary>
    /// <param name="group">Carries what has to be known first.</param>
    /// <exception cref="UserErrorException">The library is there and fails.</exception>
    public static NcclRing? TryJoin(ProcessGroup group)
    {
        var library = Find(Libraries);
        return group.Any(library == 0) ? null : new NcclRing(library, id => FromFirst(id, group), group.Rank, group.Count);
    }

    /// <summary>The first of some libraries that loads, or 0.</summary>
    internal static nint Find(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        }

        return 0;
    }

    /// <summary>As ncclGetVersion counts from 2.9 on: 22 304 is 2.23.4.</summary>
    internal static string NameOf(int version) => $"by NCCL {version / 10000}.{version / 100 % 100}.{version % 100}";

    /// <inheritdoc cref="ProcessGroup.Sum(Tensor)"/>
    public bool Sum(Tensor flat)
    {
        var type = flat.dtype switch
        {
            ScalarType.Float32 => Float32,
            ScalarType.Float64 => Float64,
            ScalarType.Int64 => Int64,
            _ => -1,
        };
        if (type < 0) return false;
        var address = DataOf(flat.Handle);
        Check(_allReduce(address, address, (nuint)flat.numel(), type, Addition, _communicator, 0));
        return true;
    }

    /// <inheritdoc cref="ProcessGroup.Broadcast(Tensor)"/>
    public bool Broadcast(Tensor flat)
    {
        var address = DataOf(flat.Handle);
        Check(_broadcast(address, address, (nuint)(flat.numel() * flat.element_size()), Byte, 0, _communicator, 0));
        return true;
    }

    public void Dispose() => _ = _destroy(_communicator);

    private static Id FromFirst(Id id, ProcessGroup group)
    {
        group.Broadcast(new Span<long>(Unsafe.AsPointer(ref id), IdLength / sizeof(long)));
        return id;
    }

    private void Check(int code)
    {
        if (code == 0) return;
        throw new UserErrorException($"NCCL failed ({Marshal.PtrToStringUTF8((nint)_errorString(code))}); see that every process has a GPU of its own, "
            + "set NCCL_DEBUG=WARN for more, and run the same command again: it goes on from the last checkpoint.");
    }

    // TorchSharp gives addresses of tensors in the processor's memory alone.
    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint DataOf(nint tensor);

    [InlineArray(IdLength / sizeof(long))]
    private struct Id
    {
        private long _first;
    }
}
