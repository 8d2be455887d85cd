using System.Text.Json;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary><c>attention.jsonl</c>: a line per warning that was raised or cleared: <c>{"time","warning","raised","since"}</c>, seconds.</summary>
public sealed class AttentionLogSink : IPoseSink
{
    private readonly BufferedFile _file;
    private readonly Utf8JsonWriter _json;

    public AttentionLogSink(OutputFolder folder, string name)
    {
        _file = new BufferedFile(folder, name);
        _json = new Utf8JsonWriter(_file.Buffer);
    }

    public void Write(TrackingResult result)
    {
        foreach (var happened in result.AttentionEvents)
        {
            _json.Reset();
            AttentionJson.Write(_json, happened);
            _json.Flush();
            _file.Buffer.GetSpan(1)[0] = (byte)'\n';
            _file.Buffer.Advance(1);
        }

        _file.FlushWhenFull();
    }

    public void Complete() => _file.Complete();

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }
}
