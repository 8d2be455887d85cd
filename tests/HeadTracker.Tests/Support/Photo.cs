using System.Formats.Tar;
using HeadTracker.Contract;
using OpenCvSharp;

namespace HeadTracker.Tests.Support;

/// <summary>A decoded photo, its pixels alive until disposed.</summary>
internal sealed class Photo(string name, Mat pixels) : IDisposable
{
    public string Name => name;

    public Mat Pixels => pixels;

    public BgrImage Image => new(pixels.Data, pixels.Width, pixels.Height, (int)pixels.Step());

    /// <summary>A photo that the npm package @vladmandic/face-api ships: people at a party, 1 to 6, 1920 pixels wide.</summary>
    public static Photo Sample(int number) =>
        FromFile(Path.Combine(SharedData.RepositoryRoot, "node_modules", "@vladmandic", "face-api", "demo", $"sample{number}.jpg"));

    public static Photo FromFile(string path) => new(Path.GetFileName(path), Cv2.ImRead(path));

    /// <summary>The photos of a tar archive under <c>../shared</c>, in the archive's order, one alive at a time.</summary>
    public static IEnumerable<Photo> FromTar(string relative)
    {
        using var file = File.OpenRead(SharedData.PathOf(relative));
        using var reader = new TarReader(file);
        while (reader.GetNextEntry() is { } entry)
        {
            if (!entry.Name.EndsWith(".jpg", StringComparison.Ordinal)) continue;
            var content = new byte[entry.Length];
            entry.DataStream!.ReadExactly(content);
            using var photo = new Photo(entry.Name, Cv2.ImDecode(content, ImreadModes.Color));
            yield return photo;
        }
    }

    /// <summary>A text file of a tar archive under <c>../shared</c>.</summary>
    public static string[] LinesInTar(string relative, string name)
    {
        using var file = File.OpenRead(SharedData.PathOf(relative));
        using var reader = new TarReader(file);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Name == name) return new StreamReader(entry.DataStream!).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        throw new FileNotFoundException($"{relative} holds no {name}.");
    }

    public void Dispose() => pixels.Dispose();
}
