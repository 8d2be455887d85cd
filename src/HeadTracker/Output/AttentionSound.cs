using System.ComponentModel;
using System.Diagnostics;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary>Sounds each warning that is raised: through the system's own player, or the terminal's bell where there is none.</summary>
/// <remarks>Slow; belongs behind a queue of its own. A player that fails is left out from then on, and the bell rings instead.</remarks>
public sealed class AttentionSound : IPoseSink
{
    private readonly Func<bool> _isWanted;
    private readonly Action<string> _play;
    private readonly Action _bell;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"tone-{Guid.NewGuid():N}.wav");
    private bool _isBroken;

    /// <param name="isWanted">Asked before each sound.</param>
    public AttentionSound(Func<bool> isWanted)
        : this(isWanted, PlayWithSystem, () => Console.Error.Write('\a'))
    {
    }

    internal AttentionSound(Func<bool> isWanted, Action<string> play, Action bell) => (_isWanted, _play, _bell) = (isWanted, play, bell);

    public void Write(TrackingResult result)
    {
        var raised = false;
        foreach (var happened in result.AttentionEvents) raised |= happened.Raised;
        if (!raised || !_isWanted()) return;
        if (!_isBroken)
        {
            try
            {
                if (!File.Exists(_file)) File.WriteAllBytes(_file, WarningTone.Wav());
                _play(_file);
                return;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception || OutputFolder.IsRefusal(e))
            {
                _isBroken = true;
            }
        }

        _bell();
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A player may still hold it; the system clears its temporary folder.
        }
    }

    /// <exception cref="InvalidOperationException">No player is here, or it failed.</exception>
    private static void PlayWithSystem(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            Run("powershell", "-NoProfile", "-Command", $"(New-Object System.Media.SoundPlayer '{file}').PlaySync()");
            return;
        }

        string[] players = OperatingSystem.IsMacOS() ? ["afplay"] : ["pw-play", "paplay", "aplay"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var player = players.FirstOrDefault(name => folders.Any(folder => File.Exists(Path.Combine(folder, name))))
            ?? throw new InvalidOperationException("There is no sound player.");
        Run(player, file);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        if (!process.WaitForExit(5000))
        {
            process.Kill();
            throw new InvalidOperationException($"{program} hangs.");
        }

        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed.");
    }
}
