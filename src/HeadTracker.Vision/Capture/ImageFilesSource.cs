using System.Diagnostics;

namespace HeadTracker.Capture;

/// <summary>Pictures from files in a given order, as if they were the frames of a film.</summary>
internal sealed class ImageFilesSource(string name, IReadOnlyList<string> files, double framesPerSecond) : IFrameSource
{
    private int _next;

    public string Name { get; } = name;

    public bool IsLive => false;

    public double FramesPerSecond { get; } = framesPerSecond;

    public long? FrameCount => files.Count;

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (_next == files.Count || cancellation.IsCancellationRequested) return false;
        frame.Arrived = Stopwatch.GetTimestamp();
        using (var image = ImageFile.Read(files[_next]))
        {
            image.CopyTo(frame.Image);
        }

        frame.Timestamp = TimeSpan.FromSeconds(_next++ / FramesPerSecond);
        return true;
    }

    public void Dispose()
    {
    }
}
