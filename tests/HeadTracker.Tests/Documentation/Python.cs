using System.ComponentModel;
using System.Diagnostics;

namespace HeadTracker.Tests.Documentation;

/// <summary>The Python on this machine, for tests alone.</summary>
internal static class Python
{
    /// <summary>The interpreter, or null.</summary>
    public static string? Program { get; } = Find("json");

    /// <summary>An interpreter that has the package <c>websockets</c>, or null. Debian's own has it when another one comes first.</summary>
    public static string? WithWebSockets { get; } = Find("websockets");

    private static string? Find(string module) => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(program => Has(program, module));

    private static bool Has(string program, string module)
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo(program, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
            trial.StandardError.ReadToEnd();
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A fact that needs Python and a shell, and says so where they are not.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "skipped: needs a Unix shell";
        else if (Python.Program is null) Skip = "skipped: python3 is not installed";
    }

    /// <summary>Whether it needs the package too.</summary>
    public bool WebSockets
    {
        get;
        set
        {
            field = value;
            if (value && Skip is null && Python.WithWebSockets is null) Skip = "skipped: Python's package websockets is not installed";
        }
    }
}
