using System.Diagnostics;

namespace HeadTracker.Sessions;

/// <summary>The entry of this user's menu that starts the program, which opens the dashboard.</summary>
internal static class MenuEntry
{
    private const string Name = "HeadTracker";

    /// <summary>Freedesktop's folder of applications, or Windows' of the start menu.</summary>
    public static string Path { get; } = OperatingSystem.IsWindows()
        ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.Programs), Name + ".lnk")
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "applications", "headtracker.desktop");

    /// <summary>What the entry starts: the launcher where that has started this, else the program.</summary>
    private static string Program =>
        Environment.GetEnvironmentVariable("HEADTRACKER_LAUNCHER") is { Length: > 0 } launcher ? launcher : Environment.ProcessPath!;

    /// <exception cref="UserErrorException">It cannot be written, or this system has no such menu.</exception>
    public static void Make()
    {
        if (OperatingSystem.IsMacOS()) throw new UserErrorException($"macOS keeps no such menu; drag {Program} into the Dock.");
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            if (OperatingSystem.IsWindows()) MakeLink();
            else File.WriteAllText(Path, DesktopEntry(Program));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            throw new UserErrorException($"{Path} cannot be written ({e.Message.TrimEnd('.')}); see whether this user may write there.", e);
        }
    }

    /// <returns>False when there was none.</returns>
    public static bool Remove()
    {
        if (!File.Exists(Path)) return false;
        File.Delete(Path);
        return true;
    }

    /// <summary>In a terminal: what the program has to say is seen there, and closing it ends the program.</summary>
    internal static string DesktopEntry(string program) => $"""
        [Desktop Entry]
        Type=Application
        Name={Name}
        Comment=Where heads look, seen by a webcam
        Exec={Quoted(program)}
        Terminal=true
        Categories=Utility;

        """;

    /// <summary>As the Desktop Entry Specification quotes an argument of Exec, inside a string value, which takes backslashes once more.</summary>
    private static string Quoted(string argument)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (var character in argument)
        {
            quoted.Append(character switch
            {
                '"' or '`' or '$' => $@"\\{character}",
                '\\' => @"\\\\",
                '%' => "%%",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Windows' links are written by its shell alone; its paths come by variables, which nothing has to quote.</summary>
    private static void MakeLink()
    {
        const string script = "$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:LINK); $link.TargetPath = $env:PROGRAM; "
            + "$link.WorkingDirectory = [Environment]::GetFolderPath('MyDocuments'); $link.Save()";
        var start = new ProcessStartInfo("powershell", ["-NoProfile", "-Command", script]) { RedirectStandardError = true };
        start.Environment["LINK"] = Path;
        start.Environment["PROGRAM"] = Program;
        using var shell = Process.Start(start)!;
        var error = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        if (shell.ExitCode != 0 || !File.Exists(Path)) throw new IOException(error.Length > 0 ? error.Trim() : "PowerShell has made no shortcut");
    }
}
