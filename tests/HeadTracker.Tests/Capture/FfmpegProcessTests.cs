using System.ComponentModel;
using System.Diagnostics;
using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public sealed class FfmpegProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Goes on for ever, faster than anybody reads.</summary>
    private static readonly string[] Endless = ["-f", "lavfi", "-i", "color=size=640x480", "-f", "rawvideo", "pipe:1"];

    [FfmpegFact]
    public async Task A_read_ends_when_it_is_killed_and_nothing_is_left()
    {
        // Nobody ever sends: the program waits for a connection.
        using var process = new FfmpegProcess(Ffmpeg.Program, ["-i", "tcp://127.0.0.1:0?listen=1", "-f", "rawvideo", "pipe:1"]);
        var id = process.Id;
        var reading = Task.Run(() => process.Output.Read(new byte[1]));
        await Task.Delay(200);
        process.Kill();
        Assert.Equal(0, await reading.WaitAsync(Patience));
        process.Dispose();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [FfmpegFact]
    public void Disposing_ends_one_that_is_writing()
    {
        var process = new FfmpegProcess(Ffmpeg.Program, Endless);
        var id = process.Id;
        process.Output.ReadExactly(new byte[1000]);
        process.Dispose();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        // Late calls, as from a timer, do no harm.
        process.Kill();
    }

    [FfmpegFact]
    public void However_much_it_complains_it_goes_on()
    {
        // Far more than a pipe holds.
        using var process = new FfmpegProcess(Ffmpeg.Program,
            ["-loglevel", "trace", "-f", "lavfi", "-i", "color=size=16x16", "-frames:v", "2000", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        using var bytes = new MemoryStream();
        process.Output.CopyTo(bytes);
        process.WaitForEnd();
        Assert.Equal(2000 * 16 * 16, bytes.Length);
        Assert.Equal(20, process.Messages.Count);
        Assert.False(process.WasInterrupted);
    }

    [FfmpegFact]
    public void An_interrupt_from_outside_is_noticed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = new FfmpegProcess(Ffmpeg.Program, Endless);
        process.Output.ReadExactly(new byte[1000]);
        // Shells let what they start in the background ignore interrupts; ffmpeg asks for them again.
        Process.Start("kill", ["-INT", $"{process.Id}"])!.WaitForExit();
        process.Output.CopyTo(Stream.Null);
        process.WaitForEnd();
        Assert.True(process.WasInterrupted);
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_of_the_system() =>
        Assert.Throws<Win32Exception>(() => new FfmpegProcess("/nowhere/ffmpeg", []));

    [FfmpegFact]
    public void Its_version_is_told() => Assert.Matches(@"^\S+$", FfmpegProgram.VersionOf(Ffmpeg.Program));

    [Fact]
    public void What_is_not_ffmpeg_has_no_version()
    {
        Assert.Null(FfmpegProgram.VersionOf("/nowhere/ffmpeg"));
        if (!OperatingSystem.IsWindows()) Assert.Null(FfmpegProgram.VersionOf("/bin/true"));
    }
}
