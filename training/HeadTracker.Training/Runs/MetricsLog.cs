using System.Text.Json;

namespace HeadTracker.Training.Runs;

/// <summary>One training step's line in <c>metrics.jsonl</c>.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The step's loss.</param>
/// <param name="LearningRate">The step's learning rate.</param>
/// <param name="Seconds">Wall time of the step.</param>
public readonly record struct StepMetrics(long Step, int Epoch, double Loss, double LearningRate, double Seconds);

/// <summary>
/// The file <c>metrics.jsonl</c> of a stage, a line per step. Lines past the checkpoint a run resumes from are cut off, since those
/// steps are done again. Each line reaches the operating system before the next step, so a killed process loses none.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FileStream stream;

    /// <param name="path">The file; it is made when missing.</param>
    /// <param name="step">The last step to keep.</param>
    public MetricsLog(string path, long step)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(LengthUpTo(step));
        stream.Seek(0, SeekOrigin.End);
    }

    public static IEnumerable<StepMetrics> Read(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<StepMetrics>(line, Json));

    public void Add(StepMetrics metrics)
    {
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(metrics, Json));
        stream.WriteByte((byte)'\n');
        stream.Flush();
    }

    public void Dispose() => stream.Dispose();

    private long LengthUpTo(long step)
    {
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        var kept = 0;
        while (kept < text.Length)
        {
            var length = text.AsSpan(kept).IndexOf((byte)'\n');
            // The last line may have been cut in the middle.
            if (length < 0 || JsonSerializer.Deserialize<StepMetrics>(text.AsSpan(kept, length), Json).Step > step) break;
            kept += length + 1;
        }

        return kept;
    }
}
