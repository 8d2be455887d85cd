using HeadTracker.Training.Distributed;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Distributed;

public class LaunchTests
{
    /// <summary>One process, or none that mpiexec started, is no job: nothing of MPI is looked for.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("PMI_RANK=0 PMI_SIZE=1", null)]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1 PMIX_RANK=0", null)]
    [InlineData("SLURM_PROCID=3 SLURM_NTASKS=8", null)]
    [InlineData("PMI_RANK=1 PMI_SIZE=2", "1 of 2")]
    [InlineData("PMIX_RANK=5", "5 of ")]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=1", "1 of 4, Open MPI")]
    public void Process_managers_are_known_by_their_variables(string variables, string? job)
    {
        var known = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var launch = Launch.Of(known.GetValueOrDefault);
        Assert.Equal(job, launch is null ? null : $"{launch.Rank} of {launch.Count}{(launch.IsOpenMpi ? ", Open MPI" : "")}");
    }

    [Fact]
    public void Without_a_job_a_process_is_alone_and_nothing_of_MPI_is_loaded()
    {
        var before = Loaded();
        var group = Job.Join();
        Assert.Same(ProcessGroup.Alone, group);
        Assert.Equal((0, 1, true), (group.Rank, group.Count, group.IsFirst));
        Assert.Equal((0, 7), group.ShareOf(7));
        Assert.Equal(["here"], group.Texts("here"));
        using var tensor = ones(3);
        group.Sum(tensor);
        Assert.Equal(3, tensor.sum().item<float>());
        Assert.Equal(0, Job.Leave(0));
        Assert.Equal(before, Loaded());

        // Of the assembly; the library is loaded by its first call.
        static int Loaded() => AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name == "MPI");
    }

    [Fact]
    public void A_missing_library_is_said_in_one_sentence_with_what_to_install()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal("mpiexec started this as one of 2 processes, but MPI's library is not here (libnone-of-mpi.so.12; apt: mpich); "
            + "install it on every machine, or start one process without mpiexec.",
            Assert.Throws<UserErrorException>(() => MpiGroup.Join(new(0, 2), "libnone-of-mpi.so.12")).Message);
    }

    [Fact]
    public void Open_MPI_is_refused_in_one_sentence() =>
        Assert.Equal("mpiexec started this as one of 4 processes, but by Open MPI, whose library has another interface; "
            + "start it with the mpiexec of MPICH (apt: mpich).", Assert.Throws<UserErrorException>(() => MpiGroup.Join(new(1, 4, IsOpenMpi: true))).Message);

    [Theory]
    [InlineData(0, 1, null, null)]
    [InlineData(0, 2, null, "0")]
    [InlineData(1, 2, null, "1")]
    [InlineData(1, 2, "4,6", "6")]
    [InlineData(1, 2, "3", null)]
    public void Each_process_of_a_machine_sees_a_GPU_of_its_own(int place, int processes, string? visible, string? gpu) =>
        Assert.Equal(gpu, Job.GpuOf(place, processes, visible));

    [Fact]
    public void NCCL_is_looked_for_by_name_and_its_absence_is_no_error()
    {
        Assert.Equal(0, NcclRing.Find(["libnone-of-nccl.so.2", "libnone-either.so"]));
        Assert.Equal("by NCCL 2.23.4", NcclRing.NameOf(22304));
        Assert.Equal("through host memory", ProcessGroup.Alone.RouteOf(CPU));
    }
}
