using System.Diagnostics;

namespace HeadTracker.Capture;

/// <summary>Pictures from files in a given order, as if they were the frames of a film. One that cannot be read leaves a gap.</summary>
internal sealed class ImageFilesSource(string name, IReadOnlyList<string> files, double framesPerSecond) : IFrameSource
{
    /// <summary>So many are told of one by one.</summary>
    private const int MostNamed = 10;

    private readonly List<string> _named = [];
    private int _next;

    public string Name { get; } = name;

    public bool IsLive => false;

    public double FramesPerSecond { get; } = framesPerSecond;

    public long? FrameCount => files.Count;

    public string? Problem { get; private set; }

    public int LeftOut { get; private set; }

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        for (; _next < files.Count && !cancellation.IsCancellationRequested; _next++)
        {
            frame.Arrived = Stopwatch.GetTimestamp();
            if (!TryCopy(files[_next], frame)) continue;
            frame.Timestamp = TimeSpan.FromSeconds(_next++ / FramesPerSecond);
            return true;
        }

        // Nothing to show for it at all: then it is no source.
        if (LeftOut < files.Count) return false;
        throw new UserErrorException(LeftOut == 1 ? _named[0] : $"None of the {LeftOut} pictures of {Name} can be read: {_named[0]}");
    }

    public void Dispose()
    {
    }

    private bool TryCopy(string file, Frame frame)
    {
        try
        {
            using var image = ImageFile.Read(file);
            image.CopyTo(frame.Image);
            return true;
        }
        catch (UserErrorException e)
        {
            LeftOut++;
            if (_named.Count < MostNamed) _named.Add(e.Message);
            // Other threads ask for it.
            Problem = string.Join(Environment.NewLine, LeftOut == _named.Count ? _named
                : _named.Append($"{LeftOut - _named.Count} more pictures could not be read either."));
            return false;
        }
    }
}
