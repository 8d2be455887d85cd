using System.Diagnostics;

namespace HeadTracker.Tests.Commands;

/// <summary>What a run of the built program left.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>The built program, run as a process of its own.</summary>
internal static class Program
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "HeadTracker.dll");

    public static ProgramResult Run(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    public static Process Start(params IEnumerable<string> arguments) => StartProgram(arguments, null);

    /// <summary>Another program of ours.</summary>
    public static Process StartAssembly(string assembly, params IEnumerable<string> arguments) => Start("dotnet", [assembly, .. arguments], null);

    public static Process StartOnDisplay(string display, params IEnumerable<string> arguments) => StartProgram(arguments, display);

    /// <summary>By way of a shell, for what only that can limit.</summary>
    public static ProgramResult RunInShell(string prefix, params IEnumerable<string> arguments)
    {
        using var process = Start("bash", ["-c", $"{prefix}; exec \"$@\"", "bash", "dotnet", Assembly, .. arguments], null);
        return Finish(process);
    }

    /// <summary>With variables of the environment that only this run has.</summary>
    public static Process StartWith(string variable, string value, params IEnumerable<string> arguments) => StartProgram(arguments, null, (variable, value));

    /// <summary>What Ctrl+C does in a terminal.</summary>
    public static void Interrupt(Process process) => Signal(process, "INT");

    /// <param name="name">Such as "TERM".</param>
    public static void Signal(Process process, string name) => Process.Start("kill", [$"-{name}", $"{process.Id}"])!.WaitForExit();

    /// <param name="process">Started with both outputs redirected.</param>
    /// <param name="longest">How long it may take; null for what a run may.</param>
    public static ProgramResult Finish(Process process, TimeSpan? longest = null)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(longest ?? LongestRun))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the program did not end within {(longest ?? LongestRun).TotalSeconds} s: {error.Result}{output.Result}");
        }

        return new ProgramResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Asserts failure with one sentence on standard error, whose beginning is given, and nothing else.</summary>
    public static void AssertOneSentence(ProgramResult result, int exitCode, string contains)
    {
        Assert.True(result.ExitCode == exitCode, $"exit code {result.ExitCode}, expected {exitCode}: {result.Error}{result.Output}");
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(contains, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    // Shells let what they start in the background ignore interrupts, and children inherit that: tests started so would wait for ever.
    private static Process StartProgram(IEnumerable<string> arguments, string? display, (string Name, string Value)? variable = null) =>
        OperatingSystem.IsLinux()
        ? Start("env", ["--default-signal=INT,HUP", "dotnet", Assembly, .. arguments], display, variable)
        : Start("dotnet", [Assembly, .. arguments], display, variable);

    private static Process Start(string file, IEnumerable<string> arguments, string? display, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Without a display unless the test has one of its own, whatever machine the tests run on.
        start.Environment["DISPLAY"] = display;
        start.Environment.Remove("WAYLAND_DISPLAY");
        if (variable is { } extra) start.Environment[extra.Name] = extra.Value;
        return Process.Start(start)!;
    }
}
