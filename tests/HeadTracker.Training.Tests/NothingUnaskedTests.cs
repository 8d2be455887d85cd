using HeadTracker.Tests;

namespace HeadTracker.Training.Tests;

/// <summary>As for the tracker: the training project neither calls out nor writes where nobody asked it to.</summary>
public sealed class NothingUnaskedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headtracker-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TracedTheory]
    [InlineData("presence", "--with", "CLIP")]
    [InlineData("synthesize", "--count", "1", "--size", "32", "--out", "OUT")]
    public void No_connection_and_no_file_but_those_asked_for(params string[] arguments)
    {
        var output = Path.Combine(_folder, "out.htpack");
        var assembly = Path.Combine(AppContext.BaseDirectory, "HeadTracker.Training.dll");
        var calls = SystemCalls.Of(assembly, _folder, arguments.Select(argument => argument switch
        {
            "CLIP" => Path.Combine(SharedData.RepositoryRoot, "models", "demo", "turning-head.mp4"),
            "OUT" => output,
            _ => argument,
        }));

        Assert.True(calls.ExitCode is 0, calls.Console);
        Assert.Empty(calls.Addresses);
        Assert.Empty(calls.WrittenOutside(_folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "home")));
    }
}
