using System.Diagnostics;
using System.Text.Json;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Rendering;

namespace HeadTracker.Tests.Commands;

/// <summary>The program with its window, on a screen that only the test sees.</summary>
public sealed class WindowRunTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Process? _screen;
    private readonly string _display = Environment.GetEnvironmentVariable("DISPLAY") ?? "";

    public WindowRunTests()
    {
        if (!OperatingSystem.IsLinux() || !VirtualDisplay.IsAvailable) return;
        try
        {
            _screen = Process.Start(new ProcessStartInfo("Xvfb", "-displayfd 1 -screen 0 1400x800x24 -nolisten tcp") { RedirectStandardOutput = true,
                RedirectStandardError = true })!;
            _screen.ErrorDataReceived += (_, _) => { };
            _screen.BeginErrorReadLine();
            _display = ":" + _screen.StandardOutput.ReadLine();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No Xvfb: the desktop's own screen has to do.
        }
    }

    public void Dispose()
    {
        _screen?.Kill();
        _screen?.Dispose();
        _folder.Dispose();
    }

    [DisplayFact]
    public void Window_shows_a_film_at_its_own_rate_and_records_it()
    {
        // Far longer than needed: a busy machine misses frames.
        var film = _folder.AddFilm("film.mp4", 400, 20);
        using var process = Program.StartOnDisplay(_display, "track", "--source", film, "--frames", "12", "--out", _folder.PathOf("out"), "--json");
        var result = Program.Finish(process);
        Assert.True(result.ExitCode == 0, result.Error);
        var summary = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(12, summary.GetProperty("frames").GetInt32());
        // Twelve frames, and those that were dropped between them, at 20 per second.
        Assert.True(summary.GetProperty("seconds").GetDouble() > 0.5);
        Assert.Equal(4, Directory.EnumerateFiles(_folder.PathOf("out")).Count());
    }

    [DisplayFact]
    public void Window_is_as_large_to_the_eye_where_pixels_are_small()
    {
        if (_screen is null) return;
        using var screen = new XScreen(_display);
        screen.SetDotsPerInch(192);
        using var process = Program.StartOnDisplay(_display, "track", "--source", _folder.AddFilm("film.mp4", 900));
        var found = SpinWait.SpinUntil(() => screen.Windows().Contains((2560, 1440)), 30_000);
        Program.Interrupt(process);
        var result = Program.Finish(process);
        Assert.True(found && result.ExitCode == 0, result.Error);
    }

    [DisplayFact]
    public void Interrupt_closes_the_window_and_leaves_whole_files()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Program.StartOnDisplay(_display, "track", "--source", _folder.AddFilm("film.mp4", 900), "--out", _folder.PathOf("out"));
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(_folder.PathOf("out/annotated.partial.mp4")) is { Exists: true, Length: > 0 }, 30_000));
        Program.Interrupt(process);
        var result = Program.Finish(process);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            ["annotated.mp4", "poses.csv", "poses.jsonl", "summary.json"],
            Directory.EnumerateFiles(_folder.PathOf("out")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }
}
