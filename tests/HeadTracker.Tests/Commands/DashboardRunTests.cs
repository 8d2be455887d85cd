using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.Sessions;
using HeadTracker.Tests.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Commands;

/// <summary>What a run with a dashboard keeps to itself.</summary>
public sealed class DashboardRunTests : IDisposable
{
    private const string Token = "kept4myself";
    private static readonly string Clip = FirstSource.DemoClip;
    private readonly TestFolder _folder = new();
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _address = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegFact]
    public async Task A_password_in_an_address_is_nowhere_to_be_found()
    {
        using var camera = new PasswordCamera();
        var profile = _folder.AddFile("door.json", "{}"u8.ToArray());
        var source = $"http://ann:s^E|c\"r%{{e}}tß@127.0.0.1:{camera.Port}/stream?pwd=s^E|c";
        var shown = $"http://127.0.0.1:{camera.Port}/stream";
        using var process = Start(new() { ["HEADTRACKER_TOKEN"] = Token }, "--source", source, "--model", "landmarks", "--profile", profile, "--no-browser");
        using var client = new HttpClient { BaseAddress = await _address.Task.WaitAsync(TimeSpan.FromSeconds(100)) };
        Assert.Equal($"/{Token}/", client.BaseAddress.AbsolutePath);
        var choices = await client.GetFromJsonAsync<JsonElement>("choices");
        Assert.Equal(shown, choices.GetProperty("sources")[0].GetProperty("value").GetString());
        var settings = await client.GetFromJsonAsync<JsonElement>("settings");
        Assert.Equal(shown, settings.GetProperty("camera").GetProperty("source").GetString());

        // What the page was shown it may send back, by whichever way; what it was not offered it may not open, nor have opened by the next start.
        Assert.Equal(HttpStatusCode.OK, await Send(client, HttpMethod.Put, "settings", settings.GetRawText()));
        Assert.Equal(HttpStatusCode.OK, await Send(client, HttpMethod.Patch, "settings", $$$"""{"camera":{"source":"{{{shown}}}","fps":25}}"""));
        Assert.Equal(HttpStatusCode.NoContent, await Send(client, HttpMethod.Post, "source", $$"""{"source":"{{shown}}"}"""));
        foreach (var asked in new[]
            { """{"camera":{"source":"/etc/passwd"}}""", """{"model":{"pose":"/tmp/any.onnx"}}""", """{"model":{"detector":"/tmp/any.onnx"}}""" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await Send(client, HttpMethod.Patch, "settings", asked));
            Assert.Equal(HttpStatusCode.BadRequest, await Send(client, HttpMethod.Put, "settings", asked));
        }

        Assert.Equal(HttpStatusCode.OK, await Send(client, HttpMethod.Post, "record", """{"on":true}"""));
        var frames = 0L;
        for (var end = DateTime.UtcNow.AddSeconds(60); frames < 5 && DateTime.UtcNow < end; await Task.Delay(100))
        {
            frames = (await client.GetFromJsonAsync<JsonElement>("status")).GetProperty("frames").GetInt64();
        }

        Assert.Equal(HttpStatusCode.OK, await Send(client, HttpMethod.Post, "record", """{"on":false}"""));
        await End(process);
        Assert.Contains("which profiles never keep", _said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s^E", _said.ToString(), StringComparison.Ordinal);
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => Path.GetFileName(file) == "summary.json");
        Assert.All(files, file => Assert.DoesNotContain("s^E", File.ReadAllText(file), StringComparison.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files.Where(file => !file.EndsWith("schema.json", StringComparison.Ordinal)))
        {
            Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public async Task The_browser_is_told_the_address_by_a_private_file_that_goes_with_the_run()
    {
        if (!OperatingSystem.IsLinux()) return;
        var browser = _folder.AddFile("xdg-open", """
            #!/bin/sh
            stat -c %a "$1" > opened
            echo "$@" >> opened
            cat "$1" >> opened
            mv opened seen
            """u8.ToArray());
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var tokenFile = _folder.AddFile("token", Encoding.ASCII.GetBytes(Token + "\n"));
        using var process = Start(new() { ["DISPLAY"] = ":99", ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" },
            "--source", Clip, "--model", "landmarks", "--token-file", tokenFile);
        var address = await _address.Task.WaitAsync(TimeSpan.FromSeconds(100));
        Assert.Equal($"/{Token}/", address.AbsolutePath);
        var seen = _folder.PathOf("seen");
        for (var end = DateTime.UtcNow.AddSeconds(60); !File.Exists(seen) && DateTime.UtcNow < end;) await Task.Delay(50);
        var lines = File.ReadAllLines(seen);
        Assert.Equal("600", lines[0]);
        Assert.DoesNotContain(Token, lines[1], StringComparison.Ordinal);
        Assert.Contains(lines.Skip(2), line => line.Contains($"0; url={address.AbsoluteUri}", StringComparison.Ordinal));
        Assert.DoesNotContain(Token, File.ReadAllText($"/proc/{process.Id}/cmdline"), StringComparison.Ordinal);
        Assert.Contains("can read", _said.ToString(), StringComparison.Ordinal);
        await End(process);
        Assert.False(File.Exists(lines[1]));
    }

    [Theory]
    [InlineData("short", null, 2, "--token takes 8 to 64 letters and digits")]
    [InlineData(null, "token", 1, "holds no token")]
    [InlineData(null, "missing", 1, "The token cannot be read from")]
    [InlineData("longenough1", "token", 2, "leave one out")]
    public void Tokens_that_are_none_are_one_sentence(string? word, string? file, int exitCode, string contains)
    {
        var token = _folder.AddFile("token", "öö"u8.ToArray());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(token, UnixFileMode.UserRead);
        string[] given = [.. word is null ? [] : new[] { "--token", word }, .. file is null ? [] : new[] { "--token-file", _folder.PathOf(file) }];
        Program.AssertOneSentence(Program.Run(["track", "--source", Clip, "--dashboard", "0", "--no-browser", .. given]), exitCode, contains);
    }

    [Fact]
    public void Other_machines_and_a_token_that_others_can_read_are_said_at_the_start()
    {
        var result = Program.Run(
            "track", "--headless", "--source", Clip, "--model", "landmarks", "--frames", "3", "--dashboard", "0.0.0.0:0", "--no-browser", "--token", Token);
        Assert.Equal(0, result.ExitCode);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("Other users of this machine can read the token", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Dashboard: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Other machines can reach the dashboard", lines[2], StringComparison.Ordinal);
    }

    /// <summary>Wherever an address is repeated to who mistyped it.</summary>
    [Theory]
    [InlineData(2, "track", "rtsp://ann:s^Ecret@door.local/1")]
    [InlineData(1, "track", "--headless", "--source", "rtsp:/ann:s^Ecret@door.local/1")]
    [InlineData(1, "track", "--headless", "--source", "rtsp://ann:s^E/cret@door.local:x")]
    [InlineData(1, "track", "--headless", "--source", "rtsp://ann:s^Ecret@door.local/1", "--source", "one.jpg")]
    public void Errors_show_no_password(int exitCode, params string[] arguments)
    {
        var result = Program.Run(arguments);
        Program.AssertOneSentence(result, exitCode, "rtsp:");
        Assert.DoesNotContain("s^E", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_is_printed_without_its_password()
    {
        var profile = _folder.AddFile("door.json", """{"camera":{"source":"rtsp://ann:s^Ecret@door.local/1"}}"""u8.ToArray());
        var result = Program.Run("profiles", profile);
        Assert.Contains("rtsp://door.local/1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s^E", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_camera_the_dashboard_begins_with_a_clip_and_says_what_to_do()
    {
        // A machine with a camera shows that instead, which FirstSourceTests judge.
        if (CameraList.Find().Count > 0) return;
        using var process = Start([], "--model", "landmarks", "--no-browser");
        using var client = new HttpClient { BaseAddress = await _address.Task.WaitAsync(TimeSpan.FromSeconds(100)) };
        var status = await client.GetFromJsonAsync<JsonElement>("status");
        Assert.Equal("turning-head.mp4", status.GetProperty("source").GetString());
        Assert.Equal(FirstSource.Among([]).Notice, status.GetProperty("problem").GetString());
        Assert.NotEqual("no-signal", status.GetProperty("state").GetString());
        await End(process);
        Assert.Contains("There is no camera; plug one in", _said.ToString(), StringComparison.Ordinal);
    }

    /// <summary>On the port that everybody gets, which another program may have.</summary>
    [Fact]
    public void Who_starts_it_without_a_verb_gets_the_dashboard_and_is_told_of_help()
    {
        using var process = Program.Start();
        var error = new StringBuilder();
        for (var line = process.StandardError.ReadLine(); line is not null; line = process.StandardError.ReadLine())
        {
            error.AppendLine(line);
            if (!line.StartsWith("Dashboard: ", StringComparison.Ordinal)) continue;
            Program.Interrupt(process);
        }

        Assert.StartsWith("The dashboard opens in a browser; './headtracker --help' tells what else there is.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("4244", error.ToString(), StringComparison.Ordinal);
    }

    private Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program.Assembly, "track", "--dashboard", "0", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path,
        };
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private void Note(string? line)
    {
        if (line is null) return;
        const string before = "Dashboard: ";
        if (line.StartsWith(before, StringComparison.Ordinal)) _address.TrySetResult(new Uri(line[before.Length..]));
        else lock (_said) _said.AppendLine(line);
    }

    private static async Task End(Process process)
    {
        Program.Interrupt(process);
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task<HttpStatusCode> Send(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body) };
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Sends one picture again and again to whoever connects.</summary>
    private sealed class PasswordCamera : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _picture;

        public PasswordCamera()
        {
            using var picture = new Mat(120, 160, MatType.CV_8UC3, Scalar.All(90));
            Cv2.ImEncode(".jpg", picture, out _picture);
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = SendAsync(client);
            }
        }

        private async Task SendAsync(TcpClient client)
        {
            using var _ = client;
            var stream = client.GetStream();
            Assert.True(await stream.ReadAsync(new byte[4096]) > 0);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"u8.ToArray());
            while (true)
            {
                var head = $"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {_picture.Length}\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head).Concat(_picture).Concat("\r\n"u8.ToArray()).ToArray());
                await Task.Delay(40);
            }
        }
    }
}
