using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Commands;
using OpenCvSharp;

namespace HeadTracker.Tests.Dashboard;

/// <summary>The program on the demo's clip, at half its speed, with its dashboard, and Chromium without a window that looks
/// at it. One for a class of tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string RememberAnnouncements = """
        window.announced = [];
        const remember = changes => { for (const { addedNodes } of changes) window.announced.push(...[...addedNodes].map(line => line.textContent)); };
        addEventListener('DOMContentLoaded', () => {
          const place = document.getElementById('announce');
          if (place) new MutationObserver(remember).observe(place, { childList: true });
        });
        """;

    private readonly TestFolder _folder = new();
    private readonly List<string> _said = [];
    private Process? _tracker;
    private Process? _chromium;

    /// <summary>Debian's Chromium, or another one; null when there is none.</summary>
    internal static string? Program { get; } = (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                                                from name in new[] { "chromium", "chromium-browser", "google-chrome", "chrome.exe" }
                                                select Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    internal DevTools Page { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    /// <summary>Where the tracker runs, and so where it records to.</summary>
    internal string Folder => _folder.Path;

    public async Task InitializeAsync()
    {
        if (Program is null) return;
        Address = new Uri(StartTracker());
        Page = await DevTools.ConnectAsync(await StartChromium());
        await Page.SendAsync("Emulation.setDeviceMetricsOverride", new { width = 1200, height = 700, deviceScaleFactor = 1, mobile = false });
        await Page.SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = "dark" } } });
        await Page.SendAsync("Page.addScriptToEvaluateOnNewDocument", new { source = RememberAnnouncements });
        await Page.SendAsync("Page.navigate", new { url = Address });
    }

    /// <summary>Waits until the page has announced a text; on a busy machine it may have gone again by the time that anybody looks.</summary>
    internal Task AnnouncedAsync(string text, string what) => Page.WaitAsync($"window.announced.includes('{text}')", what);

    public async Task DisposeAsync()
    {
        if (Page is not null) await Page.DisposeAsync();
        foreach (var process in new[] { _chromium, _tracker })
        {
            if (process is null) continue;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        // Chromium's helpers may still be writing into its profile.
        for (var tries = 0; tries < 20; tries++)
        {
            try
            {
                _folder.Dispose();
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Plays the clip from its beginning, and waits until the page follows it.</summary>
    internal async Task PlayAsync()
    {
        await Page.WaitAsync("document.getElementById('source')?.options.length", "the page has no sources");
        await StartClipAsync();
        await Page.WaitAsync("document.getElementById('state').dataset.state === 'tracking' && document.getElementById('yaw').textContent !== '–'",
            "the page does not follow the clip");
    }

    /// <summary>Plays the clip from its beginning, whatever page is open.</summary>
    internal Task StartClipAsync() =>
        Page.EvaluateAsync("fetch('source', { method: 'POST', body: JSON.stringify({ source: 'turning-head.mp4' }) }).then(r => r.status)");

    private string StartTracker()
    {
        var start = new ProcessStartInfo("dotnet",
            [Commands.Program.Assembly, "track", "--source", SlowClip(), "--model", "landmarks", "--dashboard", "0", "--no-browser"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder,
        };
        start.Environment.Remove("DISPLAY");
        // Profiles of its own, and none of whoever runs the tests.
        start.Environment["XDG_CONFIG_HOME"] = _folder.PathOf("config");
        _tracker = Process.Start(start)!;
        const string prefix = "Dashboard: ";
        while (_tracker.StandardError.ReadLine() is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal)) return line[prefix.Length..];
            _said.Add(line);
        }

        throw new InvalidOperationException($"The tracker opened no dashboard: {string.Join("; ", _said)}");
    }

    /// <summary>The clip at half its speed: a busy machine shall follow it too.</summary>
    private string SlowClip()
    {
        var slow = _folder.PathOf("turning-head.mp4");
        using var clip = new VideoCapture(Path.Combine(AppContext.BaseDirectory, "models", "demo", "turning-head.mp4"), VideoCaptureAPIs.FFMPEG);
        using var writer = new VideoWriter(slow, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), clip.Get(VideoCaptureProperties.Fps) / 2,
            new Size(clip.FrameWidth, clip.FrameHeight));
        using var picture = new Mat();
        while (clip.Read(picture)) writer.Write(picture);
        return slow;
    }

    private async Task<Uri> StartChromium()
    {
        var arguments = new List<string>
        {
            "--headless", "--remote-debugging-port=0", $"--user-data-dir={_folder.PathOf("chromium")}", "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
            "--no-first-run", "--disable-component-update", "--disable-background-networking", "about:blank",
        };
        // Its sandbox refuses to run as root, as in a container.
        if (Environment.UserName == "root") arguments.Insert(0, "--no-sandbox");
        _chromium = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Uri? listening = null;
        while (listening is null)
        {
            var line = await _chromium.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))
                ?? throw new InvalidOperationException("Chromium ended at once.");
            const string prefix = "DevTools listening on ";
            if (line.StartsWith(prefix, StringComparison.Ordinal)) listening = new Uri(line[prefix.Length..]);
        }

        // What it says from now on nobody reads, and a full pipe would stop it.
        _ = _chromium.StandardError.BaseStream.CopyToAsync(Stream.Null);
        using var client = new HttpClient();
        var tabs = await client.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{listening.Port}/json");
        return new Uri(tabs.EnumerateArray().First(tab => tab.GetProperty("type").GetString() == "page").GetProperty("webSocketDebuggerUrl").GetString()!);
    }
}

/// <summary>One browser at a time: each draws with the processor.</summary>
[CollectionDefinition("browser")]
public sealed class BrowserCollection;

/// <summary>A fact that needs Chromium and says by name when it is not there.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Program is null) Skip = "skipped: Chromium is not installed (Debian's package chromium)";
    }
}
