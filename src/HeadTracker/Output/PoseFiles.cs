using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary>poses.jsonl and poses.csv in a folder that stays the caller's.</summary>
public sealed class PoseFiles : IPoseSink
{
    /// <summary>The recording that <c>replay</c> reads.</summary>
    public const string Lines = "poses.jsonl";

    private readonly PoseJsonLinesSink _lines;
    private readonly PoseCsvSink _table;

    /// <exception cref="UserErrorException">The folder cannot be written to.</exception>
    public PoseFiles(OutputFolder folder)
    {
        _lines = new PoseJsonLinesSink(folder, Lines);
        try
        {
            _table = new PoseCsvSink(folder, "poses.csv");
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    public void Write(TrackingResult result)
    {
        _lines.Write(result);
        _table.Write(result);
    }

    /// <summary>Writes what is still in memory.</summary>
    public void Complete()
    {
        _lines.Complete();
        _table.Complete();
    }

    public void Dispose()
    {
        _lines.Dispose();
        _table.Dispose();
    }
}
