using System.Globalization;
using OpenCvSharp;

namespace HeadTracker.Training.Data.Packing;

/// <summary>The photos of several packed sets, each photo's name led by its set's number. Owns the open sets.</summary>
/// <param name="paths">The sets' paths; each is opened once.</param>
internal sealed class SeveralPacks(IEnumerable<string> paths) : IPhotoSource
{
    private readonly (string Path, FaceDataset Set)[] _sets = [.. paths.Distinct().Select(path => (path, PackDataset.Open(path)))];

    /// <summary>A face of a set under the name that it has here.</summary>
    public LabelledFace FaceAt(string path, int row)
    {
        var number = Array.FindIndex(_sets, set => set.Path == path);
        var face = _sets[number].Set.Faces[row];
        return face with { Image = $"{number}|{face.Image}" };
    }

    public Mat Load(string image)
    {
        var bar = image.IndexOf('|', StringComparison.Ordinal);
        return _sets[int.Parse(image.AsSpan(0, bar), CultureInfo.InvariantCulture)].Set.Photos.Load(image[(bar + 1)..]);
    }

    public void Dispose()
    {
        foreach (var (_, set) in _sets) set.Dispose();
    }
}
