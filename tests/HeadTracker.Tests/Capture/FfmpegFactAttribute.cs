using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

/// <summary>A fact that needs the program ffmpeg, and encoders of it, and says so by name when they are not there.</summary>
internal sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute(params string[] encoders) => Skip = Ffmpeg.Missing(encoders);
}

/// <summary>A theory that needs the program ffmpeg.</summary>
internal sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute(params string[] encoders) => Skip = Ffmpeg.Missing(encoders);
}

/// <summary>The program ffmpeg, for tests that make films and streams with it.</summary>
internal static class Ffmpeg
{
    private static readonly Lazy<string> Encoders = new(ListEncoders);

    public static string Program => FfmpegProgram.Find()!;

    /// <summary>Why a test is skipped, or null.</summary>
    public static string? Missing(string[] encoders)
    {
        if (FfmpegProgram.Find() is null) return "skipped: the program ffmpeg is not here";
        var missing = encoders.Where(encoder => !Encoders.Value.Contains($" {encoder} ", StringComparison.Ordinal)).ToList();
        return missing.Count > 0 ? $"skipped: this ffmpeg lacks {string.Join(", ", missing)}" : null;
    }

    /// <summary>Runs it to its end, without a complaint.</summary>
    public static void Run(params IReadOnlyList<string> arguments)
    {
        using var process = new FfmpegProcess(Program, ["-y", .. arguments]);
        process.Output.CopyTo(Stream.Null);
        process.WaitForEnd();
        Assert.True(process.Messages.Count == 0, string.Join('\n', process.Messages));
    }

    private static string ListEncoders()
    {
        using var process = new FfmpegProcess(Program, ["-encoders"]);
        return new StreamReader(process.Output).ReadToEnd();
    }
}
