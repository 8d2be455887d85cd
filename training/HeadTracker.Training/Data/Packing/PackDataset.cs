using System.Runtime.InteropServices;
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
            if (colon < 0 || !int.TryParse(image.AsSpan(0, colon), out var index) || (uint)index >= (uint)pack.Count)
            {
                throw new InvalidDataException("the sample is not in the set");
            }

            var side = pack.Header.StoredSize;
            var photo = new Mat(side, side, MatType.CV_8UC3);
            var source = pack.ImageAt(index);
            for (var i = 0; i < source.Length; i += 3) (source[i], source[i + 2]) = (source[i + 2], source[i]);
            Marshal.Copy(source, 0, photo.Data, source.Length);
            return photo;
        }

        public void Dispose() => pack.Dispose();
    }
}
