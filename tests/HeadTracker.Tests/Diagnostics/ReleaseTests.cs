using System.Diagnostics;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Diagnostics;

/// <summary>NuGet publishes for a system whose native libraries no package has, and says nothing; the build does.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("win-x64", "OpenCvSharpExtern.dll", "onnxruntime.dll", "DirectML.dll", "libSkiaSharp.dll", "glfw3.dll")]
    [InlineData("linux-x64", "libOpenCvSharpExtern.so", "libonnxruntime.so", "libSkiaSharp.so")]
    [InlineData("osx-arm64", "libOpenCvSharpExtern.dylib", "libonnxruntime.dylib", "libSkiaSharp.dylib", "libglfw.3.dylib")]
    public void A_published_folder_without_a_native_library_is_an_error_that_names_it(string system, params string[] libraries)
    {
        var (code, output) = Publish(system);
        Assert.NotEqual(0, code);
        Assert.Contains($"lacks {string.Join(", ", libraries)}: no package of this build has it for {system}.", output, StringComparison.Ordinal);

        foreach (var library in libraries) _folder.AddFile(library, []);
        (code, output) = Publish(system);
        Assert.True(code == 0, output);

        File.Delete(_folder.PathOf(libraries[^1]));
        Assert.Contains($"lacks {libraries[^1]}: ", Publish(system).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("amiga")]
    public void A_release_is_for_a_system_it_knows(params string[] arguments)
    {
        if (OperatingSystem.IsWindows()) return;
        var (code, output) = Run(Path.Combine(SharedData.RepositoryRoot, "tools", "release"), arguments);
        Assert.Equal((2, "release: say for which system: tools/release win-x64, linux-x64 or osx-arm64 [FOLDER]\n"), (code, output));
    }

    /// <summary>The target alone: whole publications take minutes, and other systems' packages.</summary>
    private (int Code, string Output) Publish(string system)
    {
        var targets = Path.Combine(SharedData.RepositoryRoot, "src", "HeadTracker", "Release.targets");
        var project = _folder.AddFile("p.proj", System.Text.Encoding.UTF8.GetBytes($"""<Project><Import Project="{targets}" /></Project>"""));
        return Run("dotnet", "msbuild", project, "-nologo", "-t:RequireNativeLibraries", $"-p:RuntimeIdentifier={system}", $"-p:PublishDir={_folder.Path}/");
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var result = Commands.Program.Finish(process);
        return (result.ExitCode, result.Output + result.Error);
    }
}
