using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Training.Data;

/// <summary>The photos of a dataset.</summary>
public interface IPhotoSource : IDisposable
{
    /// <summary>Decodes a photo; the caller disposes it.</summary>
    /// <param name="image">Its <see cref="LabelledFace.Image"/>.</param>
    /// <returns>8-bit BGR.</returns>
    /// <exception cref="InvalidDataException">The photo is missing, cannot be decoded or is too large.</exception>
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
            return ImageFile.Decode(files.Read(image));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            throw new InvalidDataException("the photo cannot be decoded", e);
        }
    }

    public void Dispose() => files.Dispose();
}
