using System.IO.MemoryMappedFiles;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Output.FreeTrack;

/// <summary>Poses for games that read FreeTrack's shared memory: mapping <c>FT_SharedMem</c>, mutex <c>FT_Mutext</c> (so spelt). Windows only.</summary>
public sealed class FreeTrackSink : IPoseSink
{
    /// <summary>As long as a picture lasts on a 60 Hz screen; then this pose is skipped.</summary>
    private const int LongestWait = 16;

    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Mutex _mutex;
    private int _number;

    /// <exception cref="UserErrorException">This is not Windows, or another tracker holds the memory under other rights.</exception>
    public FreeTrackSink()
    {
        if (!OperatingSystem.IsWindows()) throw NotHere();
        try
        {
            _mapping = MemoryMappedFile.CreateOrOpen("FT_SharedMem", FreeTrackMemory.Length);
            _view = _mapping.CreateViewAccessor(0, FreeTrackMemory.Length);
            _mutex = new Mutex(false, "FT_Mutext");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException)
        {
            throw new UserErrorException("FreeTrack's shared memory cannot be opened; close other head trackers, and start game and tracker as the same user.",
                e);
        }

        // The camera's size does not matter to games; FreeTrack's own default is as good as any.
        WithMemory(memory => FreeTrackMemory.WriteCamera(memory, 640, 480));
    }

    private delegate void Change(Span<byte> memory);

    /// <summary>Said where there is no such memory.</summary>
    public static UserErrorException NotHere() =>
        new("FreeTrack's shared memory exists on Windows only; on this system send 'opentrack' and let opentrack serve the game.");

    public void Write(TrackingResult result)
    {
        if (result.Sent is not { } face) return;
        WithMemory(memory => FreeTrackMemory.Write(memory, ++_number, face.Output, face.Measured));
    }

    public void Dispose()
    {
        _view.Dispose();
        _mapping.Dispose();
        _mutex.Dispose();
    }

    private unsafe void WithMemory(Change change)
    {
        try
        {
            if (!_mutex.WaitOne(LongestWait)) return;
        }
        catch (AbandonedMutexException)
        {
            // A game that crashed held it; now this thread does.
        }

        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        try
        {
            change(new Span<byte>(pointer, FreeTrackMemory.Length));
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _mutex.ReleaseMutex();
        }
    }
}
