using HeadTracker.Output;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>MPEG-4 part 2 by OpenCV: the one codec that every build of it can write into an MP4.</summary>
internal sealed class Mpeg4Writer : IFilmWriter
{
    private readonly VideoWriter _writer;

    private Mpeg4Writer(VideoWriter writer) => _writer = writer;

    public FilmCodec Codec => FilmCodec.Mpeg4;

    /// <returns>Null when OpenCV cannot, for which it gives no reason.</returns>
    public static Mpeg4Writer? TryOpen(string file, double rate, Size size)
    {
        var writer = new VideoWriter(file, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), rate, size);
        if (writer.IsOpened()) return new Mpeg4Writer(writer);
        writer.Dispose();
        return null;
    }

    public void Write(Mat picture) => _writer.Write(picture);

    public void Release() => _writer.Release();

    public void Dispose() => _writer.Dispose();
}
