using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary><c>poses.jsonl</c>: one object per processed frame, whether it shows a face or not (<see cref="PoseLine"/>).</summary>
public sealed class PoseJsonLinesSink : IPoseSink
{
    private readonly BufferedFile _file;
    private readonly PoseLine _line;

    public PoseJsonLinesSink(OutputFolder folder, string name)
    {
        _file = new BufferedFile(folder, name);
        _line = new PoseLine(_file.Buffer);
    }

    public void Write(TrackingResult result)
    {
        _line.Write(result);
        _file.FlushWhenFull();
    }

    public void Complete() => _file.Complete();

    public void Dispose()
    {
        _line.Dispose();
        _file.Dispose();
    }
}
