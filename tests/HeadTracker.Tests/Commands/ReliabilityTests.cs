using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HeadTracker.Inference;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

/// <summary>Things that go wrong during a run: tracking goes on, and each is one sentence.</summary>
public sealed class ReliabilityTests : IDisposable
{
    private static readonly string Driver = Path.Combine(ModelFiles.Folder, "demo", "driver-glances.mp4");
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_disk_ends_the_files_and_the_receiver_gets_every_pose()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        receiver.Client.ReceiveBufferSize = 1 << 22;
        var port = ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;
        var result = Program.RunInShell(
            "export DOTNET_EnableWriteXorExecute=0; ulimit -f 32; trap '' XFSZ",
            "track", "--headless", "--source", Driver, "--frames", "250", "--out", _folder.PathOf("out"), "--send", $"json://127.0.0.1:{port}");

        Assert.Equal(1, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("tracking goes on without the files", line, StringComparison.Ordinal);
        Assert.Contains("250 frames", result.Output, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.PathOf("out")), "no half files are left");
        var received = 0;
        var from = new IPEndPoint(IPAddress.Any, 0);
        for (; receiver.Available > 0; received++) receiver.Receive(ref from);
        Assert.Equal(250, received);
    }

    [Fact]
    public void FreeTrack_elsewhere_than_on_Windows_is_one_sentence()
    {
        if (OperatingSystem.IsWindows()) return;
        Program.AssertOneSentence(Program.Run("track", "--headless", "--source", Driver, "--send", "freetrack"), 1, "Windows only");
    }

    [Fact]
    public async Task A_profile_edited_during_the_run_counts_and_nonsense_does_not()
    {
        var profile = _folder.PathOf("live.json");
        File.WriteAllText(profile, """{"filter":{"kind":"none"}}""");
        using var process = Program.Start("track", "--headless", "--lines", "--source", Driver, "--profile", profile);
        // Nobody reads the lines meanwhile, so that the film waits for the edits.
        Skip(process, 5);
        File.WriteAllText(profile, """{"filter":{"kind":"none"},"respnse":{}}""");
        Assert.Contains("There is no setting 'respnse'; did you mean 'response'", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        File.WriteAllText(profile, """{"filter":{"kind":"none"},"response":{"yaw":{"gain":2}}}""");

        Assert.Contains("the change counts now", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);

        Assert.True(SkipTo(process, face => face.TryGetProperty("output", out _)), "the curve never counted");
        process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public void A_film_that_breaks_off_is_used_as_far_as_it_goes()
    {
        var whole = File.ReadAllBytes(_folder.AddFilm("whole.avi", 200, width: 320, height: 240));
        var cut = _folder.AddFile("cut.avi", whole[..(whole.Length / 2)]);
        var result = Program.Run("track", "--headless", "--source", cut, "--out", _folder.PathOf("out"), "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32(), 20, 180);
        Assert.Contains("cut.avi breaks off after", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_film_that_is_damaged_in_the_middle_is_read_to_its_end()
    {
        var bytes = File.ReadAllBytes(_folder.AddFilm("whole.avi", 200, width: 320, height: 240));
        new Random(2).NextBytes(bytes.AsSpan(bytes.Length / 2, bytes.Length / 20));
        var damaged = _folder.AddFile("damaged.avi", bytes);
        var result = Program.Run("track", "--headless", "--source", damaged, "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32(), 150, 200);
        Assert.True(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 1, result.Error);
    }

    [FfmpegFact("libvpx-vp9")]
    public void A_film_is_read_on_behind_a_place_that_cannot_be_read()
    {
        var whole = _folder.PathOf("whole.webm");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=640x480:rate=25:duration=6", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8",
            "-g", "12", "-cluster_time_limit", "400", whole);
        var bytes = File.ReadAllBytes(whole);
        new Random(2).NextBytes(bytes.AsSpan(bytes.Length / 2, bytes.Length / 20));
        var result = Program.Run("track", "--headless", "--source", _folder.AddFile("damaged.webm", bytes), "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32(), 120, 149);
        Assert.Matches(@"^damaged\.webm is damaged after [0-9.]+ s; what could be read was used\.$",
            Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Network_cameras_without_ffmpeg_are_one_sentence()
    {
        if (OperatingSystem.IsWindows()) return;
        var dotnet = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet"))
            .First(File.Exists);
        File.CreateSymbolicLink(_folder.PathOf("dotnet"), File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet);
        using var process = Program.StartWith("PATH", _folder.Path, "track", "--headless", "--source", "rtsp://127.0.0.1/1");
        Program.AssertOneSentence(Program.Finish(process), 1, "Network cameras need the program ffmpeg; install it and start again.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recentring_by_command_and_by_signal(bool bySignal)
    {
        if (OperatingSystem.IsWindows() && bySignal) return;
        // A temporary folder of its own keeps the command from other trackers' ears.
        using var process = Program.StartWith("TMPDIR", _folder.Path, "track", "--headless", "--lines", "--source", Driver);
        Skip(process, 3);
        if (bySignal)
        {
            Process.Start("kill", ["-USR1", $"{process.Id}"])!.WaitForExit();
        }
        else
        {
            using var command = Program.StartWith("TMPDIR", _folder.Path, "recentre");
            Assert.Equal((0, ""), (Program.Finish(command).ExitCode, ""));
        }

        Assert.True(SkipTo(process, face => face.TryGetProperty("output", out _)), "no pose was recentred");
        process.Kill();
        process.WaitForExit();
    }

    [Fact]
    public void Recentring_finds_the_tracker_that_is_left_when_another_has_ended()
    {
        using var first = Program.StartWith("TMPDIR", _folder.Path, "track", "--headless", "--lines", "--source", Driver);
        Skip(first, 3);
        using (var second = Program.StartWith("TMPDIR", _folder.Path, "track", "--headless", "--lines", "--source", Driver))
        {
            Skip(second, 3);
            Program.Interrupt(second);
            second.StandardOutput.ReadToEnd();
            Assert.True(second.WaitForExit(60_000));
        }

        using var command = Program.StartWith("TMPDIR", _folder.Path, "recentre");
        Assert.Equal((0, ""), (Program.Finish(command).ExitCode, ""));

        Assert.True(SkipTo(first, face => face.TryGetProperty("output", out _)), "the first tracker was not told");
        first.Kill();
        first.WaitForExit();
    }

    [Fact]
    public void A_tracker_that_died_is_not_waited_for()
    {
        using var dead = Program.StartWith("TMPDIR", _folder.Path, "track", "--headless", "--lines", "--source", Driver);
        Skip(dead, 3);
        dead.Kill();
        dead.WaitForExit();
        using var command = Program.StartWith("TMPDIR", _folder.Path, "recentre");
        Program.AssertOneSentence(Program.Finish(command), 1, "No tracker of yours is running");
        Assert.DoesNotContain(_folder.Names, name => name.StartsWith("headtracker-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_temporary_folder_that_takes_no_socket_is_one_warning(bool tooLong)
    {
        if (OperatingSystem.IsWindows()) return;
        var temporary = _folder.PathOf(tooLong ? new string('t', 120) : "missing");
        if (tooLong) Directory.CreateDirectory(temporary);
        using var process = Program.StartWith("TMPDIR", temporary, "track", "--headless", "--source", Driver, "--frames", "20");

        var result = Program.Finish(process);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("This run cannot be recentred by", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Contains("20 frames", result.Output, StringComparison.Ordinal);
        using var command = Program.StartWith("TMPDIR", temporary, "recentre");
        Program.AssertOneSentence(Program.Finish(command), 1, "No tracker of yours is running");
    }

    [Fact]
    public void Measuring_without_a_temporary_folder_is_one_sentence()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Program.StartWith("TMPDIR", _folder.PathOf("missing"), "bench", "--frames", "60", "--repeat", "1");
        Program.AssertOneSentence(Program.Finish(process), 1, "takes no files; set TMPDIR");
    }

    [Fact]
    public void Recentring_nobody_is_one_sentence()
    {
        using var command = Program.StartWith("TMPDIR", _folder.Path, "recentre");
        Program.AssertOneSentence(Program.Finish(command), 1, "No tracker of yours is running");
    }

    [Fact]
    public void Driver_monitoring_writes_its_log_and_every_line()
    {
        var result = Program.Run("track", "--headless", "--attention", "--source", Driver, "--frames", "160", "--out", _folder.PathOf("out"));
        Assert.True(result.ExitCode == 0, result.Error);
        var log = File.ReadLines(_folder.PathOf("out/attention.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["buffer-empty", "long-distraction"], log.Select(one => one.GetProperty("warning").GetString()));
        var lines = File.ReadLines(_folder.PathOf("out/poses.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("attention")).ToList();
        Assert.Equal(2, lines.Sum(line => line.GetProperty("events").GetArrayLength()));
        Assert.Equal("calibrating", lines[0].GetProperty("gaze").GetString());
        Assert.Equal(["long-distraction", "buffer-empty"], lines[150].GetProperty("warnings").EnumerateArray().Select(one => one.GetString()));
        var header = File.ReadLines(_folder.PathOf("out/poses.csv")).First().Split(',');
        Assert.All(File.ReadLines(_folder.PathOf("out/poses.csv")), row => Assert.Equal(header.Length, row.Split(',').Length));
        Assert.Contains(File.ReadLines(_folder.PathOf("out/poses.csv")), row => row.EndsWith(",away,long-distraction buffer-empty", StringComparison.Ordinal));
    }

    private static void Skip(Process process, int lines)
    {
        for (var i = 0; i < lines; i++) Assert.NotNull(process.StandardOutput.ReadLine());
    }

    private static bool SkipTo(Process process, Func<JsonElement, bool> isIt)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var faces = JsonDocument.Parse(line).RootElement.GetProperty("faces");
            if (faces.GetArrayLength() > 0 && isIt(faces[0])) return true;
        }

        return false;
    }
}
