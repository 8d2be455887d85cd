using OpenCvSharp;

namespace HeadTracker.Training.Data;

/// <summary>The photos of a dataset.</summary>
public interface IPhotoSource : IDisposable
{
    /// <summary>Decodes a photo; the caller disposes it.</summary>
    /// <param name="image">Its <see cref="LabelledFace.Image"/>.</param>
    /// <returns>8-bit BGR.</returns>
    /// <exception cref="InvalidDataException">The photo is missing or cannot be decoded.</exception>
    Mat Load(string image);
}

/// <summary>Photos that lie as image files in a folder or archive. Thread-safe.</summary>
public sealed class FilePhotos(IFileStore files) : IPhotoSource
{
    public Mat Load(string image)
    {
        if (!files.Contains(image)) throw new InvalidDataException("the photo is missing");
        try
        {
            var photo = Cv2.ImDecode(files.Read(image), ImreadModes.Color);
            if (!photo.Empty()) return photo;
            photo.Dispose();
        }
        catch (Exception e) when (e is OpenCVException or ArgumentException or IOException)
        {
            // OpenCV has no empty picture for no bytes at all, nor for sizes beyond its own limits.
            throw new InvalidDataException("the photo cannot be decoded", e);
        }

        throw new InvalidDataException("the photo cannot be decoded");
    }

    public void Dispose() => files.Dispose();
}
