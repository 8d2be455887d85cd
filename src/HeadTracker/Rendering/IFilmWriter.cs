using HeadTracker.Output;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>Encodes pictures of one size into a file that stays the caller's. One thread at a time.</summary>
/// <remarks>A file is whole only after <see cref="Release"/>; disposing without it lets go of the file as it is.</remarks>
internal interface IFilmWriter : IDisposable
{
    FilmCodec Codec { get; }

    /// <param name="picture">8-bit BGR without gaps between its rows.</param>
    /// <exception cref="IOException">The encoder takes no more pictures.</exception>
    void Write(Mat picture);

    /// <summary>Ends the film. Not every encoder tells whether that went well: read it back.</summary>
    void Release();
}
