using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Documentation;

/// <summary>The programs of docs/python.md, run as they stand there against the demo's clip.</summary>
public sealed class PythonDocumentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PythonFact]
    public void Poses_come_through_a_pipe()
    {
        string[] command = ["dotnet", Commands.Program.Assembly, "track", "--headless", "--lines", "--source", DemoClip.Film];
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "set -o pipefail; \"${@:3}\" | \"$1\" \"$2\"", "bash", Python.Program!,
            Save("json, sys"), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

        var result = Commands.Program.Finish(process, TimeSpan.FromMinutes(5));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, DemoClip.Frames - 5, DemoClip.Frames);
        DemoClip.AssertFollowed(lines, within: 3);
    }

    [PythonFact]
    public async Task Poses_come_over_udp()
    {
        var port = FreePort();
        using var receiver = StartPython(Python.Program!, Save("json, socket, sys"), $"{port}");
        await Until(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(listener => listener.Port == port), receiver);

        var sent = Commands.Program.Run("track", "--headless", "--source", DemoClip.Film, "--send", $"json://127.0.0.1:{port}");

        Assert.Equal((0, ""), (sent.ExitCode, sent.Error));
        DemoClip.AssertFollowed(await Take(receiver, 200), within: 3);
    }

    [PythonFact(WebSockets = true)]
    public async Task Poses_come_from_the_dashboard()
    {
        using var tracker = Commands.Program.Start("track", "--headless", "--loop", "--source", DemoClip.Film, "--dashboard", "0", "--no-browser");
        const string before = "Dashboard: http://";
        var said = await tracker.StandardError.ReadLineAsync().WaitAsync(Patience);
        Assert.StartsWith(before, said, StringComparison.Ordinal);

        using var watcher = StartPython(Python.WithWebSockets!, Save("asyncio, json, sys, websockets"), $"ws://{said![before.Length..].Trim()}poses");
        var lines = await Take(watcher, 200);
        Commands.Program.Interrupt(tracker);

        Assert.Equal(0, Commands.Program.Finish(tracker).ExitCode);
        DemoClip.AssertFollowed(lines, within: 3);
    }

    /// <summary>The document's program that begins with these imports, as a file; it has at most ten lines.</summary>
    private string Save(string imports)
    {
        var code = MarkdownCode.Read("docs/python.md", "python").Single(block => block.StartsWith($"import {imports}\n", StringComparison.Ordinal));
        Assert.InRange(MarkdownCode.LinesOf(code), 1, 10);
        var path = _folder.PathOf("program.py");
        File.WriteAllText(path, code);
        return path;
    }

    // Unbuffered: its lines are read while it runs.
    private static Process StartPython(string interpreter, string program, string argument) =>
        Process.Start(new ProcessStartInfo(interpreter, ["-u", program, argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>So many lines of a program that goes on for ever, and its end.</summary>
    private static async Task<IReadOnlyList<string>> Take(Process program, int count)
    {
        var lines = new List<string>();
        try
        {
            while (lines.Count < count && await program.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line) lines.Add(line);
        }
        finally
        {
            program.Kill();
        }

        Assert.True(lines.Count == count, $"only {lines.Count} lines: {await program.StandardError.ReadToEndAsync()}");
        return lines;
    }

    private static async Task Until(Func<bool> condition, Process program)
    {
        for (var waited = Stopwatch.StartNew(); !condition() && waited.Elapsed < Patience && !program.HasExited;) await Task.Delay(50);
        Assert.True(condition(), program.HasExited ? await program.StandardError.ReadToEndAsync() : "nobody listens");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
