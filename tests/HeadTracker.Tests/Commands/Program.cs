using System.Diagnostics;

namespace HeadTracker.Tests.Commands;

/// <summary>What a run of the built program left.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>The built program, run as a process of its own.</summary>
internal static class Program
{
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "HeadTracker.dll");

    public static ProgramResult Run(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    public static Process Start(params IEnumerable<string> arguments) => Start("dotnet", [Assembly, .. arguments], null);

    public static Process StartOnDisplay(string display, params IEnumerable<string> arguments) => Start("dotnet", [Assembly, .. arguments], display);

    /// <summary>By way of a shell, for what only that can limit.</summary>
    public static ProgramResult RunInShell(string prefix, params IEnumerable<string> arguments)
    {
        using var process = Start("bash", ["-c", $"{prefix}; exec \"$@\"", "bash", "dotnet", Assembly, .. arguments], null);
        return Finish(process);
    }

    /// <summary>With variables of the environment that only this run has.</summary>
    public static Process StartWith(string variable, string value, params IEnumerable<string> arguments) => Start("dotnet", [Assembly, .. arguments], null, (variable, value));

    public static ProgramResult Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "the program did not end");
        return new ProgramResult(process.ExitCode, output, error.Result);
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
