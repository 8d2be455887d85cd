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
/// steps are done again; broken lines go too. Each line reaches the operating system before the next step, so a killed process loses none.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string _path;
    private readonly FileStream _stream;

    /// <param name="path">The file; it is made when missing.</param>
    /// <param name="step">The last step to keep.</param>
    /// <exception cref="UserErrorException">It cannot be read or written.</exception>
    public MetricsLog(string path, long step)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // No buffer: what it holds would be tried again when the file is closed, and a full disk said twice.
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var text = new byte[_stream.Length];
            _stream.ReadExactly(text);
            var kept = LinesUpTo(step, text);
            // What stays is the file's beginning, unless something broke a line in its middle.
            if (!text.AsSpan(0, kept.Length).SequenceEqual(kept)) Rewrite(kept);
            _stream.SetLength(kept.Length);
            _stream.Seek(0, SeekOrigin.End);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _stream?.Dispose();
            throw Failed(e);
        }
    }

    public static IEnumerable<StepMetrics> Read(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<StepMetrics>(line, Json));

    /// <exception cref="UserErrorException">The disk is full, or the file cannot be written.</exception>
    public void Add(StepMetrics metrics)
    {
        try
        {
            _stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(metrics, Json), (byte)'\n']);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public void Dispose() => _stream.Dispose();

    private UserErrorException Failed(Exception e) => new(
        $"{_path} cannot be written ({e.Message.TrimEnd('.')}); free some space, and run the same command again: it goes on from the last checkpoint.", e);

    private void Rewrite(byte[] lines)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        _stream.Write(lines);
    }

    /// <summary>The whole lines up to a step.</summary>
    private static byte[] LinesUpTo(long step, ReadOnlySpan<byte> text)
    {
        using var kept = new MemoryStream(text.Length);
        while (text.IndexOf((byte)'\n') is var length and >= 0)
        {
            if (StepOf(text[..length]) <= step) kept.Write(text[..(length + 1)]);
            text = text[(length + 1)..];
        }

        return kept.ToArray();
    }

    /// <summary>A step that is never kept where the line is none.</summary>
    private static long StepOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<StepMetrics>(line, Json).Step;
        }
        catch (JsonException)
        {
            return long.MaxValue;
        }
    }
}
