using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using Mpi = MPI.Unsafe;

namespace HeadTracker.Training.Distributed;

/// <summary>The processes that mpiexec started, by MPICH's library or Microsoft's; tensors of GPUs go by NCCL where that is found.</summary>
/// <remarks>
/// Of MPI.NET only its declarations are used: what it puts around them copies arrays and serialises objects, while gradients lie in libtorch's memory.
/// They name msmpi.dll; MPICH has the same interface and the same handles, Open MPI has not.
/// </remarks>
internal sealed class MpiGroup : ProcessGroup
{
    private const string LinuxLibrary = "libmpich.so.12";

    /// <summary>MPI's MPI_THREAD_SERIALIZED: any thread calls, one at a time.</summary>
    private const int OneThreadAtATime = 2;

    /// <summary>MPI's MPI_IN_PLACE in both libraries.</summary>
    private const nint InPlace = -1;

    /// <summary>The largest count that MPI's calls take.</summary>
    private const long Largest = int.MaxValue;

    private readonly Lazy<NcclRing?> _nccl;

    private MpiGroup(int rank, int count)
        : base(rank, count)
    {
        var machines = Texts(Environment.MachineName);
        OnThisMachine = machines.Count(other => other == machines[rank]);
        Place = machines.Take(rank).Count(other => other == machines[rank]);
        _nccl = new(() => NcclRing.TryJoin(this));
    }

    /// <summary>How many processes of lower rank run on this machine.</summary>
    public int Place { get; }

    /// <summary>Loads the library and joins the other processes.</summary>
    /// <param name="launch">What is known of them.</param>
    /// <param name="library">MPICH's, for systems other than Windows.</param>
    /// <exception cref="UserErrorException">There is no library that fits.</exception>
    public static unsafe MpiGroup Join(Launch launch, string library = LinuxLibrary)
    {
        var job = launch.Count is { } told ? $"mpiexec started this as one of {told} processes" : "This was started as one of several processes";
        if (launch.IsOpenMpi)
            throw new UserErrorException($"{job}, but by Open MPI, whose library has another interface; start it with the mpiexec of MPICH (apt: mpich).");
        NativeLibrary.SetDllImportResolver(
            typeof(Mpi).Assembly,
            (name, _, _) => name == "msmpi.dll" && !OperatingSystem.IsWindows() && NativeLibrary.TryLoad(library, out var handle) ? handle : 0);
        try
        {
            var arguments = 0;
            byte** none = null;
            Check(Mpi.MPI_Init_thread(ref arguments, ref none, OneThreadAtATime, out _));
        }
        catch (DllNotFoundException e)
        {
            throw new UserErrorException(
                $"{job}, but MPI's library is not here ({(OperatingSystem.IsWindows() ? "msmpi.dll; install Microsoft MPI" : $"{library}; apt: mpich")}); "
                    + "install it on every machine, or start one process without mpiexec.", e);
        }

        // Codes instead of the end of the process: what happened becomes a sentence.
        Check(Mpi.MPI_Errhandler_set(Mpi.MPI_COMM_WORLD, Mpi.MPI_ERRORS_RETURN));
        Check(Mpi.MPI_Comm_rank(Mpi.MPI_COMM_WORLD, out var rank));
        Check(Mpi.MPI_Comm_size(Mpi.MPI_COMM_WORLD, out var count));
        return new MpiGroup(rank, count);
    }

    public override string RouteOf(Device device) =>
        device.type != DeviceType.CUDA ? base.RouteOf(device) : _nccl.Value is { } ring ? ring.Name : "through host memory, as NCCL is not found";

    /// <summary>Ends the whole job.</summary>
    public static void Abort(int code) => _ = Mpi.MPI_Abort(Mpi.MPI_COMM_WORLD, code);

    /// <summary>Waits for the others and takes leave of them.</summary>
    public override void Dispose()
    {
        if (_nccl.IsValueCreated) _nccl.Value?.Dispose();
        Check(Mpi.MPI_Finalize());
        base.Dispose();
    }

    protected override void SumAt(nint address, long count, NumberType type)
    {
        var (datatype, size) = type switch
        {
            NumberType.Float32 => (Mpi.MPI_FLOAT, sizeof(float)),
            NumberType.Float64 => (Mpi.MPI_DOUBLE, sizeof(double)),
            _ => (Mpi.MPI_LONG_LONG, sizeof(long)),
        };
        for (long from = 0; from < count; from += Largest)
        {
            var numbers = (int)Math.Min(Largest, count - from);
            Check(Mpi.MPI_Allreduce(InPlace, address + (nint)(from * size), numbers, datatype, Mpi.MPI_SUM, Mpi.MPI_COMM_WORLD));
        }
    }

    protected override void BroadcastAt(nint address, long bytes)
    {
        for (long from = 0; from < bytes; from += Largest)
        {
            Check(Mpi.MPI_Bcast(address + (nint)from, (int)Math.Min(Largest, bytes - from), Mpi.MPI_BYTE, 0, Mpi.MPI_COMM_WORLD));
        }
    }

    protected override bool SumOnDevice(Tensor flat) => _nccl.Value?.Sum(flat) ?? false;

    protected override bool BroadcastOnDevice(Tensor flat) => _nccl.Value?.Broadcast(flat) ?? false;

    private static void Check(int code)
    {
        if (code == 0) return;
        var text = new byte[512];
        var length = text.Length;
        _ = Mpi.MPI_Error_string(code, text, ref length);
        var reason = Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, text.Length)).Split('\n')[0].TrimEnd('\0', '.', ' ');
        throw new UserErrorException($"The exchange with the other processes broke off ({reason}); one of them ended, or its machine cannot be reached: "
            + "run the same command again, it goes on from the last checkpoint.");
    }
}
