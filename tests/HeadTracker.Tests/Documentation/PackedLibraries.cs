using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Documentation;

/// <summary>Both packages, made as the document says from what has just been built.</summary>
public sealed class PackedLibraries : IDisposable
{
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(6);
    private readonly TestFolder _folder = new();

    public PackedLibraries()
    {
        // The tests lie in a folder named by the configuration that everything was built in.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;
        foreach (var project in new[] { "HeadTracker.Core", "HeadTracker.Vision" })
        {
            Dotnet(SharedData.RepositoryRoot, "pack", $"src/{project}", "-c", configuration, "--no-build", "-o", Feed);
        }
    }

    /// <summary>A folder that NuGet takes for a source.</summary>
    public string Feed => _folder.PathOf("feed");

    /// <summary>Where tests put what they make.</summary>
    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>A package's content; the caller disposes it.</summary>
    /// <param name="project">Such as HeadTracker.Core.</param>
    /// <param name="extension">.nupkg, or .snupkg for its symbols.</param>
    public ZipArchive Open(string project, string extension = ".nupkg") => ZipFile.OpenRead(Directory.GetFiles(Feed, $"{project}.*{extension}").Single());

    /// <summary>What the package says about itself.</summary>
    public XElement MetadataOf(string project)
    {
        using var package = Open(project);
        using var nuspec = package.GetEntry($"{project}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>Runs the SDK, which must succeed.</summary>
    internal static void Dotnet(string folder, params IEnumerable<string> arguments)
    {
        // Servers would outlive the tests.
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The test's own SDK tells its children where it is, and another folder may have another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var result = Commands.Program.Finish(process, LongestBuild);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {result.Output}{result.Error}");
    }

    public void Dispose() => _folder.Dispose();
}
