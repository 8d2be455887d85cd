using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Training.Data.Packing;

/// <summary>A packed set seen as a dataset of photos: each photo is a stored crop, and the face's box lies inside its margin.</summary>
public static class PackDataset
{
    public static FaceDataset Open(string path)
    {
        var pack = new PackReader(path);
        var report = new ReadReport(System.IO.Path.GetFileName(path)) { Kept = pack.Count };
        report.RequireSome(path);

        // The stored region is the crop rule's region grown by the margin; undo both to get the box back.
        var inner = new FaceBox(pack.Header.Margin, pack.Header.Margin, pack.Header.InputSize, pack.Header.InputSize);
        var box = inner.Scaled(1 / pack.Header.Crop.Scale);
        var faces = new List<LabelledFace>(pack.Count);
        for (var i = 0; i < pack.Count; i++)
        {
            var label = pack.Labels[i];
            faces.Add(new LabelledFace(Name(i, pack), box, label.Rotation) 
            {
                Angles = label.Angles,
                Weight = label.Weight,
                Identity = pack.IdentityOf(i),
            });
        }

        var terms = string.Join("; ", pack.Sources.Select(source => $"{source.Name}: {source.Terms}").Distinct());
        return new FaceDataset(System.IO.Path.GetFileNameWithoutExtension(path), new PackPhotos(pack), faces, report) { Terms = terms };
    }

    private static string Name(int index, PackReader pack) => $"{index}:{pack.Header.Names[index]}";

    /// <summary>Decodes stored crops by the number before the colon of their names.</summary>
    private sealed class PackPhotos(PackReader pack) : IPhotoSource
    {
        public Mat Load(string image)
        {
            var colon = image.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !int.TryParse(image.AsSpan(0, colon), out var index) || index >= pack.Count)
            {
                throw new InvalidDataException("the sample is not in the set");
            }

            var side = pack.Header.StoredSize;
            var photo = new Mat(side, side, MatType.CV_8UC3);
            var source = pack.ImageAt(index);
            unsafe
            {
                for (var y = 0; y < side; y++)
                {
                    var target = new Span<byte>((byte*)photo.Data + y * photo.Step(), 3 * side);
                    var row = source.Slice(y * 3 * side, 3 * side);
                    for (var x = 0; x < row.Length; x += 3) (target[x], target[x + 1], target[x + 2]) = (row[x + 2], row[x + 1], row[x]);
                }
            }

            return photo;
        }

        public void Dispose() => pack.Dispose();
    }
}
