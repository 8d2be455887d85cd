namespace HeadTracker.Capture;

/// <summary>Gives pictures one after the other: a camera, a video, a folder of images, a stream.</summary>
/// <remarks>
/// Opened by its constructor, used by one thread at a time, disposed by who opened it, once nobody reads any more: native decoders do not
/// survive being disposed under a read. What a user can do wrong (no such file, camera busy, not a video) throws
/// <see cref="UserErrorException"/> when the source is opened.
/// </remarks>
public interface IFrameSource : IDisposable
{
    /// <summary>For people: the camera's name, the file's name, the address.</summary>
    string Name { get; }

    /// <summary>True when pictures come at their own time and are lost unless taken (cameras, streams).</summary>
    bool IsLive { get; }

    /// <summary>Pictures per second as the source states it; a plausible guess when it states none.</summary>
    double FramesPerSecond { get; }

    /// <summary>How many pictures there will be, when that is known.</summary>
    long? FrameCount { get; }

    /// <summary>What was wrong with the pictures, in a sentence, as far as is known; null for nothing. A damaged file is read on behind the damage.</summary>
    string? Problem => null;

    /// <summary>How many pictures were there and could not be read; <see cref="Problem"/> names them.</summary>
    int LeftOut => 0;

    /// <summary>Waits for the next picture and fills <see cref="Frame.Image"/>, <see cref="Frame.Timestamp"/> and <see cref="Frame.Arrived"/>.</summary>
    /// <returns>False when the source has ended, or was cancelled; the frame then holds nothing.</returns>
    /// <exception cref="UserErrorException">Something the user can mend, such as a folder of which no picture can be read.</exception>
    bool TryRead(Frame frame, CancellationToken cancellation);
}
