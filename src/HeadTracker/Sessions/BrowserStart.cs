using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using HeadTracker.Output;

namespace HeadTracker.Sessions;

/// <summary>Opens the dashboard in a browser without its address in a command line, which every user of the machine can read.</summary>
/// <remarks>The browser gets the path of a file that only this user may read, and that leads on to the address. It goes with the run.</remarks>
internal sealed class BrowserStart : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"headtracker-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.html");

    /// <param name="address">With its token.</param>
    /// <returns>False when no browser could be started.</returns>
    public bool TryOpen(Uri address)
    {
        try
        {
            using (var writer = new StreamWriter(NewFile.Create(_file, isPrivate: true))) writer.Write(PageLeadingTo(address));
            // Windows knows what opens a page; elsewhere a program does.
            using var browser = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(_file) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [_file])
                    { RedirectStandardError = true, RedirectStandardOutput = true });
            return true;
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The token in it has gone with the server.
        }
    }

    private static string PageLeadingTo(Uri address)
    {
        var shown = WebUtility.HtmlEncode(address.AbsoluteUri);
        return $"""
            <!doctype html>
            <meta charset="utf-8">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url={shown}">
            <title>HeadTracker</title>
            <a href="{shown}">The dashboard</a>

            """;
    }
}
