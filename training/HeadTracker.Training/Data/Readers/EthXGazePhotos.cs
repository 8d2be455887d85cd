using OpenCvSharp;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// ETH-XGaze's full-resolution photos the right way up: three of its cameras hung upside down, and the annotations are about the
/// turned photos, as in the authors' own normalisation.
/// </summary>
internal sealed class EthXGazePhotos(IFileStore files) : IPhotoSource
{
    private static readonly string[] UpsideDown = ["cam03", "cam06", "cam13"];
    private readonly FilePhotos _photos = new(files);

    public Mat Load(string image)
    {
        var photo = _photos.Load(image);
        if (UpsideDown.Contains(Path.GetFileNameWithoutExtension(image), StringComparer.OrdinalIgnoreCase)) Cv2.Flip(photo, photo, FlipMode.XY);
        return photo;
    }

    public void Dispose() => _photos.Dispose();
}
