using System.Diagnostics;
using HeadTracker.Sessions;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

public sealed class ShortcutTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_entry_of_the_menu_comes_and_goes()
    {
        if (!OperatingSystem.IsLinux()) return;
        var entry = _folder.PathOf("applications/headtracker.desktop");
        Assert.Equal($"The menu has HeadTracker now ({entry}).\n", Run("shortcut"));
        Assert.Contains("\nExec=\"/opt/head tracker/headtracker\"\n", File.ReadAllText(entry), StringComparison.Ordinal);
        Assert.Equal($"{entry} is gone.\n", Run("shortcut", "--remove"));
        Assert.False(File.Exists(entry));
        Assert.Equal($"There is no {entry}.\n", Run("shortcut", "--remove"));
    }

    /// <summary>By the Desktop Entry Specification: the shell's characters behind a backslash, the value's backslashes doubled, % doubled.</summary>
    [Theory]
    [InlineData("/opt/a b/headtracker", "\"/opt/a b/headtracker\"")]
    [InlineData("/opt/50%/a\"b", "\"/opt/50%%/a\\\\\"b\"")]
    [InlineData("/opt/$x`y\\z", "\"/opt/\\\\$x\\\\`y\\\\\\\\z\"")]
    public void Paths_are_quoted_as_desktops_read_them(string program, string quoted) =>
        Assert.Contains($"\nExec={quoted}\n", MenuEntry.DesktopEntry(program).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program.Assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_DATA_HOME"] = _folder.Path;
        start.Environment["HEADTRACKER_LAUNCHER"] = "/opt/head tracker/headtracker";
        using var process = Process.Start(start)!;
        var result = Program.Finish(process);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}
