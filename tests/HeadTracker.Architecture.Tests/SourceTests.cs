using HeadTracker.Tests;

namespace HeadTracker.Architecture.Tests;

public class SourceTests
{
    private const int LongestLine = 160;
    private static readonly string[] Folders = ["src", "training", "tests"];

    private static readonly string[] Starts =
        ["new Thread(", "Task.Run(", "StartNew(", "new Timer(", "QueueUserWorkItem(", "PosixSignalRegistration.Create(", "CancelKeyPress", "async void"];

    /// <summary>An exception that comes out of a thread, a timer or a signal ends the process; all begin in one place that sees to that.</summary>
    [Fact]
    public void Only_the_guard_starts_what_nobody_stands_above()
    {
        var source = Path.Combine(SharedData.RepositoryRoot, "src");
        Assert.Empty(Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "Guard.cs")
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, number: index + 1)))
            .Where(one => Starts.Any(start => one.line.Contains(start, StringComparison.Ordinal)))
            .Select(one => $"{Path.GetRelativePath(source, one.file)}:{one.number}: {one.line.Trim()}"));
    }

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
