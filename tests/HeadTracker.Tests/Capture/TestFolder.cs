using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

/// <summary>A temporary folder with what tests put into it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("headtracker-test-").FullName;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Names of everything in the folder.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)!);

    /// <summary>A picture of one brightness.</summary>
    public string AddPicture(string name, int brightness = 128, int width = 64, int height = 48)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3, Scalar.All(brightness));
        Assert.True(Cv2.ImWrite(PathOf(name), picture));
        return PathOf(name);
    }

    /// <summary>A film that gets brighter from frame to frame.</summary>
    public string AddFilm(string name, int frames, double framesPerSecond = 30, int width = 64, int height = 48)
    {
        using var writer = new VideoWriter(PathOf(name), VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, new Size(width, height));
        Assert.True(writer.IsOpened());
        for (var i = 0; i < frames; i++)
        {
            using var picture = new Mat(height, width, MatType.CV_8UC3, Scalar.All(20 + i * 200 / frames));
            writer.Write(picture);
        }

        return PathOf(name);
    }

    public string AddFile(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
