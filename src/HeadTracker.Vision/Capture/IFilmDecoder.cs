using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Decodes the pictures of one film, one after the other.</summary>
/// <remarks>Used by one thread at a time; whoever opened it disposes it when nobody reads any more.</remarks>
internal interface IFilmDecoder : IDisposable
{
    /// <summary>As the film states it; null when it states none that can be.</summary>
    double? FramesPerSecond { get; }

    /// <summary>As the film states it; some containers only estimate it.</summary>
    long? FrameCount { get; }

    /// <summary>Whether something could not be decoded between the last picture, or the end, and the picture before.</summary>
    bool MetDamage { get; }

    /// <summary>After the end: whether there ought to have been more, as far as the decoder knows.</summary>
    bool BrokeOff => false;

    /// <summary>After the end: whether it came because the decoder was told to stop, by the keyboard for example.</summary>
    bool WasInterrupted => false;

    /// <summary>Decodes the next picture that can be decoded.</summary>
    /// <param name="image">Takes it: (height, width, 3) bytes, B G R, turned upright as the film says, its pixels square.</param>
    /// <param name="position">When it is shown, on the film's own clock, however that runs, or <see cref="FilmTimes.Unknown"/>.</param>
    /// <param name="cancellation">Ends the film.</param>
    /// <returns>False at the end.</returns>
    bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation);
}
