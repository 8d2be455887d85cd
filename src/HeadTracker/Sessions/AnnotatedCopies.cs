using HeadTracker.Output;
using OpenCvSharp;

namespace HeadTracker.Sessions;

/// <summary>Copies of pictures with the poses drawn in, in a folder of their own, each under its picture's name, numbered when several share it.</summary>
internal sealed class AnnotatedCopies : IDisposable
{
    /// <summary>What every picture can be written as, whatever its size.</summary>
    private const string Lossless = ".png";

    /// <summary>The kinds of picture that are written as they were read.</summary>
    private static readonly string[] Kept = [".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".webp", ".tif", ".tiff"];

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly OutputFolder _folder;

    /// <param name="path">The folder; it is made when missing.</param>
    /// <param name="pictures">All that will be copied.</param>
    /// <exception cref="UserErrorException">The folder cannot be written to, or is that of a picture, which its copy would replace.</exception>
    public AnnotatedCopies(string path, IReadOnlyList<string> pictures)
    {
        foreach (var picture in pictures.Where(picture => IsIn(path, picture)))
        {
            throw new UserErrorException($"The annotated copy of {picture} would replace the picture itself; give another folder with --out.");
        }

        _folder = new OutputFolder(path, [.. pictures.Select(picture => new Original("picture", picture))]);
    }

    public string Path => _folder.Path;

    /// <summary>Writes a copy, as a PNG where its picture's own kind cannot be written.</summary>
    /// <param name="picture">The file that it was read from.</param>
    /// <param name="annotated">(height, width, 3) bytes, B G R.</param>
    /// <exception cref="UserErrorException">The folder takes no more.</exception>
    public void Write(string picture, Mat annotated)
    {
        var (ending, bytes) = Encode(EndingFor(picture), annotated);
        var stem = System.IO.Path.GetFileNameWithoutExtension(picture);
        var name = stem + ending;
        for (var number = 2; !_taken.Add(name); number++) name = $"{stem}-{number}{ending}";
        // Written by .NET, which says what went wrong.
        _folder.Guard(() => File.WriteAllBytes(_folder.Begin(name), bytes));
    }

    /// <summary>Gives all copies their names.</summary>
    public void Commit() => _folder.Commit();

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether a picture lies in a folder, under its own name or by a link.</summary>
    private static bool IsIn(string folder, string picture) =>
        FileIdentity.AreSame(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(picture))!, folder)
        || FileIdentity.AreSame(System.IO.Path.GetDirectoryName(FileIdentity.Of(picture))!, folder);

    private static string EndingFor(string picture)
    {
        var ending = System.IO.Path.GetExtension(picture).ToLowerInvariant();
        return ending == ".jfif" ? ".jpg" : Kept.Contains(ending) ? ending : Lossless;
    }

    private static (string Ending, byte[] Bytes) Encode(string ending, Mat picture)
    {
        try
        {
            if (Cv2.ImEncode(ending, picture, out var bytes)) return (ending, bytes);
        }
        catch (OpenCVException)
        {
            // This build has no encoder for the kind, or the picture is too large for it.
        }

        return Cv2.ImEncode(Lossless, picture, out var lossless) ? (Lossless, lossless)
            : throw new InvalidOperationException($"OpenCV does not encode a PNG of {picture.Width}x{picture.Height} pixels.");
    }
}
