using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

/// <summary>A fact that needs the program ffmpeg and says so by name when it is not there.</summary>
internal sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = Ffmpeg.Missing;
}

/// <summary>A theory that needs the program ffmpeg.</summary>
internal sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute() => Skip = Ffmpeg.Missing;
}

/// <summary>The program ffmpeg, for tests that make films and streams with it.</summary>
internal static class Ffmpeg
{
    public static string? Missing => FfmpegProgram.Find() is null ? "skipped: the program ffmpeg is not here" : null;

    public static string Program => FfmpegProgram.Find()!;

    /// <summary>Runs it to its end.</summary>
    public static void Run(params IReadOnlyList<string> arguments)
    {
        using var process = new FfmpegProcess(Program, ["-y", .. arguments]);
        process.Output.CopyTo(Stream.Null);
        process.WaitForEnd();
        Assert.True(process.Messages.Count == 0, string.Join('\n', process.Messages));
    }
}
