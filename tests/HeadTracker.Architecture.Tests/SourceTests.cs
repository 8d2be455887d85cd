using HeadTracker.Tests;

namespace HeadTracker.Architecture.Tests;

public class SourceTests
{
    private const int LongestLine = 160;
    private static readonly string[] Folders = ["src", "training", "tests"];

    [Fact]
    public void Lines_fit_beside_each_other()
    {
        var files = Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 500, $"only {files.Count} files in {SharedData.RepositoryRoot}");
        Assert.Empty(files.SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, number: index + 1)))
            .Where(one => one.line.Length > LongestLine)
            .Select(one => $"{Path.GetRelativePath(SharedData.RepositoryRoot, one.file)}:{one.number} has {one.line.Length} characters"));
    }
}
