using System.Runtime.InteropServices;
using System.Text;

namespace HeadTracker.Training.Distributed;

/// <summary>This process's part in a job of several: the first process speaks for all, and where one fails the whole job ends.</summary>
public static partial class Job
{
    /// <summary>Time in which the first process says what all of them failed by, and ends the job.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    /// <summary>Time in which mpiexec passes on what a process said: what it has not read when the job ends can be lost.</summary>
    private static readonly TimeSpan PassingOn = TimeSpan.FromMilliseconds(300);

    private static readonly StringBuilder Unsaid = new();
    private static MpiGroup? _group;

    /// <summary>Joins the processes that mpiexec started, or gives this one alone. From then on only the first writes to the console.</summary>
    /// <exception cref="UserErrorException">There is no library of MPI that fits.</exception>
    public static ProcessGroup Join()
    {
        if (Launch.Current is not { } launch) return ProcessGroup.Alone;
        if (_group is not null) return _group;
        if (launch.Rank > 0) HoldBack();
        // MPICH's way of waiting looks again and again; so it gives its core away in between, where processes are more than cores.
        SetVariable("MPIR_CVAR_POLLS_BEFORE_YIELD", "1");
        _group = MpiGroup.Join(launch);
        if (!_group.IsFirst) HoldBack();
        ChooseGpu(_group.Place, _group.OnThisMachine);
        return _group;
    }

    /// <summary>What is left to do before the process ends: the others learn how it went.</summary>
    /// <param name="code">The exit code; anything but 0 ends the job.</param>
    /// <returns>The same.</returns>
    public static int Leave(int code)
    {
        // Who could not even join the others has no way to end them: of a machine's processes one says so.
        var isSaid = _group is null && Launch.Current is { Place: > 0 };
        if (code != 0 && Unsaid.Length > 0 && !isSaid)
        {
            // If all failed alike, one sentence is enough.
            Thread.Sleep(Courtesy);
            StandardError.Write(Unsaid);
            StandardError.Flush();
        }

        if (_group is null) return code;
        if (code == 0) _group.Dispose();
        else
        {
            Thread.Sleep(PassingOn);
            MpiGroup.Abort(code);
        }

        return code;
    }

    private static TextWriter StandardError { get; set; } = TextWriter.Null;

    /// <summary>Nothing on standard output, and on standard error nothing before the end.</summary>
    private static void HoldBack()
    {
        if (StandardError != TextWriter.Null) return;
        StandardError = Console.Error;
        Console.SetOut(TextWriter.Null);
        Console.SetError(new StringWriter(Unsaid));
    }

    /// <summary>One for each process of a machine. Must run before CUDA is first asked for anything.</summary>
    private static void ChooseGpu(int place, int processes)
    {
        const string Visible = "CUDA_VISIBLE_DEVICES";
        if (GpuOf(place, processes, Environment.GetEnvironmentVariable(Visible)) is not { } gpu) return;
        Environment.SetEnvironmentVariable(Visible, null);
        SetVariable(Visible, gpu);
    }

    /// <summary>Sets what the user has not set, for native libraries.</summary>
    private static void SetVariable(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null) return;
        Environment.SetEnvironmentVariable(name, value);
        // .NET changes only its own copy of the environment on Unix.
        if (!OperatingSystem.IsWindows()) _ = setenv(name, value, 1);
    }

    /// <summary>The GPU that a process is to see; null leaves that as it is, as a resource manager may have set it.</summary>
    /// <param name="place">How many processes of lower rank there are on the machine.</param>
    /// <param name="processes">How many there are on it in all.</param>
    /// <param name="visible">GPUs that may be used, or null for all.</param>
    internal static string? GpuOf(int place, int processes, string? visible)
    {
        if (processes == 1) return null;
        if (visible is null) return $"{place}";
        var given = visible.Split(',');
        return given.Length >= processes ? given[place] : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
