using System.Globalization;

namespace HeadTracker.Training.Distributed;

/// <summary>What the environment says of the job that a process manager, such as mpiexec or srun, started this process for.</summary>
/// <param name="Rank">Of this process, if it is told; else the library knows.</param>
/// <param name="Count">Processes in all, likewise.</param>
/// <param name="Place">How many of its machine's processes have a lower rank, likewise.</param>
/// <param name="IsOpenMpi">Whether Open MPI started it, whose library is none of those that can be used here.</param>
public sealed record Launch(int? Rank, int? Count, int? Place = null, bool IsOpenMpi = false)
{
    /// <summary>Null where nobody started several processes: then nothing of MPI is looked for.</summary>
    public static Launch? Current { get; } = Of(Environment.GetEnvironmentVariable);

    /// <param name="variable">Gives an environment variable, null where it is not set.</param>
    internal static Launch? Of(Func<string, string?> variable)
    {
        // Open MPI sets PMIx's variables too.
        var launch = Number("OMPI_COMM_WORLD_SIZE") is { } ofOpenMpi
            ? new Launch(Number("OMPI_COMM_WORLD_RANK"), ofOpenMpi, Number("OMPI_COMM_WORLD_LOCAL_RANK"), IsOpenMpi: true)
            // MPICH, MS-MPI, Intel MPI, and Slurm with PMI 2.
            : Number("PMI_SIZE") is { } count ? new Launch(Number("PMI_RANK"), count, Number("MPI_LOCALRANKID"))
            // PMIx says how many there are only to who asks it.
            : Number("PMIX_RANK") is { } rank ? new Launch(rank, null) : null;
        return launch is { Count: 1 } ? null : launch;

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
