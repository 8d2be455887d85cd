using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Reads pictures from files, with the turn that the camera noted in them applied.</summary>
public static class ImageFile
{
    private static readonly string[] Extensions =
        [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pbm", ".pgm", ".ppm", ".pnm", ".jp2"];

    /// <summary>Whether a file's name says that it is a still picture.</summary>
    public static bool IsImage(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>The picture as (height, width, 3) bytes, B G R; the caller disposes it.</summary>
    /// <exception cref="UserErrorException">The file is missing, may not be read, or is no picture.</exception>
    public static Mat Read(string file)
    {
        // The bytes are read here and decoded from memory: OpenCV gives no reason for a failure, and on Windows no Unicode paths.
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"There is no file {file}; check the path.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new UserErrorException(Directory.Exists(file)
                ? $"{file} is a folder; name pictures in it, for example {Path.Combine(file, "*.jpg")}."
                : $"{file} cannot be read ({e.Message.TrimEnd('.')}); check its permissions.", e);
        }

        if (bytes.Length == 0) throw new UserErrorException($"{file} is empty; give a picture such as a JPEG or PNG file.");
        try
        {
            return Decode(bytes);
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException($"{file} {e.Message}", e);
        }
    }

    /// <summary>The picture in a file's bytes, as <see cref="Read"/> gives it.</summary>
    /// <exception cref="InvalidDataException">It is no picture, or larger than <see cref="NativeEnvironment.LargestPicture"/>; the message goes on
    /// behind the picture's name.</exception>
    public static Mat Decode(ReadOnlySpan<byte> encoded)
    {
        try
        {
            var image = Cv2.ImDecode(encoded, ImreadModes.Color);
            if (!image.Empty()) return image;
            image.Dispose();
        }
        catch (OpenCVException e) when (e.FuncName.Contains("validateInputImageSize", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"has more than {NativeEnvironment.PixelLimit / 1_000_000} megapixels; make it smaller and start again.", e);
        }
        catch (OpenCVException e)
        {
            throw NotAPicture(e);
        }

        throw NotAPicture(null);
    }

    private static InvalidDataException NotAPicture(Exception? cause) =>
        new("is not a picture that can be read, or it is damaged; give a JPEG, PNG, BMP, WebP or TIFF file.", cause);
}
