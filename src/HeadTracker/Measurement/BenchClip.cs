using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Measurement;

/// <summary>A source as a webcam would send it: Motion JPEG of one size, as many frames as wanted, there and back again so that nothing jumps.</summary>
/// <remarks>A temporary file, deleted when disposed.</remarks>
public sealed class BenchClip : IDisposable
{
    private readonly string _folder = NewFolder();

    /// <param name="source">Read to its end, or for as many frames as are wanted; stays the caller's.</param>
    /// <param name="size">Of the new frames; null for the source's own.</param>
    /// <param name="count">How many frames the clip shall have.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    /// <exception cref="UserErrorException">
    /// The source gives no picture, the temporary folder takes no file, or this build of OpenCV writes no Motion JPEG.
    /// </exception>
    public BenchClip(IFrameSource source, Size? size, int count, double framesPerSecond)
    {
        var pictures = new List<byte[]>();
        try
        {
            using var pool = Frame.NewPool();
            using var resized = new Mat();
            while (pictures.Count < count)
            {
                using var frame = pool.Rent();
                if (!source.TryRead(frame, CancellationToken.None)) break;
                Size = size ?? frame.Image.Size();
                if (frame.Image.Size() == Size) frame.Image.CopyTo(resized);
                else Cv2.Resize(frame.Image, resized, Size, 0, 0, InterpolationFlags.Area);
                Cv2.ImEncode(".bmp", resized, out var bytes);
                pictures.Add(bytes);
            }

            if (pictures.Count == 0) throw new UserErrorException($"{source.Name} gives no picture to measure with; name another source.");
            Write(pictures, count, framesPerSecond);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Size Size { get; }

    public string Path => System.IO.Path.Combine(_folder, "clip.avi");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(List<byte[]> pictures, int count, double framesPerSecond)
    {
        using var writer = new VideoWriter(Path, VideoCaptureAPIs.FFMPEG, FourCC.FromString("MJPG"), framesPerSecond, Size);
        if (!writer.IsOpened())
        {
            throw new UserErrorException($"This build of OpenCV cannot write Motion JPEG, which bench measures with; run '{CommandName.Typed} doctor'.");
        }

        for (var i = 0; i < count; i++)
        {
            // 0 1 2 3 2 1 0 1 …
            var step = pictures.Count == 1 ? 0 : i % (2 * pictures.Count - 2);
            using var picture = Cv2.ImDecode(pictures[step < pictures.Count ? step : 2 * pictures.Count - 2 - step], ImreadModes.Color);
            writer.Write(picture);
        }
    }

    private static string NewFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("headtracker-bench-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The temporary folder {System.IO.Path.GetTempPath()} takes no files; set TMPDIR to one that you may write to.", e);
        }
    }
}
