using System.Diagnostics;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

/// <summary>The launcher, in a folder of its own with stand-ins for what it calls.</summary>
public sealed class LauncherTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly DateTime BeforeTheBuild = DateTime.UtcNow.AddHours(-2), Built = DateTime.UtcNow.AddHours(-1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models/mine.onnx", false)]
    [InlineData("models/mine.onnx.json", false)]
    [InlineData("models/manifest.json", true)]
    [InlineData("src/some.cs", true)]
    public void It_builds_for_what_the_build_is_about(string changed, bool builds)
    {
        if (!OperatingSystem.IsLinux()) return;
        SetUp("echo \"dotnet $*\" >>\"$CALLS\"");
        File.WriteAllText(_folder.PathOf("root/" + changed), "");

        var result = Launch("models", "a&b!.png");

        Assert.True(result.ExitCode == 0, result.Error);
        var calls = File.ReadAllLines(_folder.PathOf("calls"));
        Assert.Equal(builds, calls[0].StartsWith("dotnet build", StringComparison.Ordinal));
        Assert.EndsWith("HeadTracker.dll models a&b!.png", calls[^1], StringComparison.Ordinal);
        Assert.Equal(builds ? 2 : 1, calls.Length);
    }

    [Fact]
    public void A_missing_SDK_is_said_in_a_sentence()
    {
        if (!OperatingSystem.IsLinux()) return;
        SetUp("echo 'A compatible .NET SDK was not found.'; echo; echo 'Requested SDK version: 10.0.100'; exit 145");
        File.WriteAllText(_folder.PathOf("root/src/some.cs"), "");
        var result = Launch("models");
        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("headtracker: no .NET SDK here fits global.json (10.0.100); install the .NET 10 SDK and start again\n", result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_line_calls_an_error_is_shown_all_the_same()
    {
        if (!OperatingSystem.IsLinux()) return;
        SetUp("echo 'It went wrong.'; exit 1");
        File.WriteAllText(_folder.PathOf("root/src/some.cs"), "");
        Assert.Contains("It went wrong.", Launch("models").Error, StringComparison.Ordinal);
    }

    /// <summary>Where cmd.exe is not to be had: what it would do to arguments shows in the script.</summary>
    [Fact]
    public void The_one_for_Windows_hands_arguments_on_untouched()
    {
        var script = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "headtracker.cmd"))
            .Where(line => !line.StartsWith("rem ", StringComparison.Ordinal)).ToList();
        // With delayed expansion "!" is lost, and in a variable's value "&" ends the command.
        Assert.DoesNotContain(script, line => line.Contains("EnableDelayedExpansion", StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith(".dll\" %*", Assert.Single(script, line => line.Contains("%*", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    /// <summary>As after a build, with this for the program dotnet.</summary>
    private void SetUp(string dotnet)
    {
        foreach (var folder in new[] { "root/src", "root/models/demo", "root/.headtracker", "root/node_modules", "bin" })
        {
            Directory.CreateDirectory(_folder.PathOf(folder));
        }

        File.Copy(Path.Combine(SharedData.RepositoryRoot, "headtracker"), _folder.PathOf("root/headtracker"));
        foreach (var file in new[] { "models/manifest.json", "src/some.cs", "package.json", "package-lock.json" })
        {
            File.WriteAllText(_folder.PathOf("root/" + file), "");
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(_folder.PathOf("root"), "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(entry, BeforeTheBuild);
        }

        foreach (var stamp in new[] { "root/node_modules/.headtracker", "root/.headtracker/tracker" })
        {
            File.WriteAllText(_folder.PathOf(stamp), "");
            File.SetLastWriteTimeUtc(_folder.PathOf(stamp), Built);
        }

        AddProgram("dotnet", dotnet);
        AddProgram("dpkg-query", "echo -n installed");
    }

    private ProgramResult Launch(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [_folder.PathOf("root/headtracker"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["PATH"] = $"{_folder.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}", ["CALLS"] = _folder.PathOf("calls") },
        })!;
        return Program.Finish(process);
    }

    private void AddProgram(string name, string script)
    {
        var path = _folder.PathOf("bin/" + name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Executable);
    }
}
