using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

/// <summary>"Nothing leaves this machine unless a host is given", and nothing is written but what was asked for.</summary>
public sealed class NothingUnaskedTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TracedTheory]
    [InlineData("track", "--source", "CLIP", "--frames", "40", "--headless", "--out", "OUT")]
    [InlineData("track", "--source", "CLIP", "--frames", "20", "--headless", "--attention", "--lines")]
    [InlineData("image", "PHOTO", "--out", "OUT")]
    [InlineData("bench", "--source", "CLIP", "--frames", "60", "--repeat", "1", "--threads", "1")]
    [InlineData("doctor")]
    [InlineData("models")]
    public void No_connection_and_no_file_but_those_asked_for(params string[] arguments)
    {
        var output = Path.Combine(_folder.Path, "out");
        var calls = SystemCalls.Of(Program.Assembly, _folder.Path, arguments.Select(argument => argument switch
        {
            "CLIP" => Path.Combine(SharedData.RepositoryRoot, "models", "demo", "turning-head.mp4"),
            "PHOTO" => Path.Combine(SharedData.RepositoryRoot, "node_modules", "@vladmandic", "face-api", "demo", "sample3.jpg"),
            "OUT" => output,
            _ => argument,
        }));

        Assert.True(calls.ExitCode is 0, calls.Console);
        // Sending to a port of one's own measures the way to the wire.
        if (arguments[0] != "bench") Assert.Empty(calls.Addresses);
        else Assert.All(calls.Addresses, address => Assert.Contains("127.0.0.1", address));
        // Doctor tries whether files can be written where it was started.
        Assert.Empty(calls.WrittenOutside(arguments[0] == "doctor" ? _folder.Path : output, Path.Combine(_folder.Path, "tmp")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "home")));
        if (arguments.Contains("OUT")) Assert.NotEmpty(calls.Written);
    }

    [TracedTheory]
    [InlineData("127.0.0.1")]
    public void A_trace_sees_what_is_sent(string host)
    {
        var clip = Path.Combine(SharedData.RepositoryRoot, "models", "demo", "turning-head.mp4");
        var calls = SystemCalls.Of(Program.Assembly, _folder.Path, "track", "--source", clip, "--frames", "20", "--headless", "--send", $"opentrack://{host}");
        Assert.True(calls.ExitCode is 0, calls.Console);
        Assert.Contains(calls.Addresses, address => address.Contains($"sin_addr=inet_addr(\"{host}\")", StringComparison.Ordinal));
    }
}
