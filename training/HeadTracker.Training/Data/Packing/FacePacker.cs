using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Distributed;
using OpenCvSharp;

namespace HeadTracker.Training.Data.Packing;

/// <summary>Cuts the faces of datasets by one crop rule and writes them into a packed set, decoding on all cores.</summary>
/// <param name="writer">Gets the crops; not owned.</param>
/// <param name="header">Sizes and crop rule.</param>
/// <param name="clamp">Whether boxes end at the photo's edge, as the KD paper's authors have them; else what lies beyond repeats the edge's pixels.</param>
public sealed class FacePacker(PackWriter writer, PackHeader header, bool clamp = false) : IDisposable
{
    private const int Chunk = 64;

    /// <summary>Sides of the photo; a face that fills its photo has a box a little larger.</summary>
    private const float LargestBox = 4;

    private readonly ThreadLocal<FaceCrop> _crops = new(() => new FaceCrop(header.StoredSize, header.StoredSize));

    /// <summary>Told each face that was written, with the box that it was cut by.</summary>
    public Action<LabelledFace>? Packed { get; init; }

    /// <summary>The part of a photo that is stored for a face: the crop rule's region and the margin around it.</summary>
    public static FaceBox RegionOf(FaceBox box, PackHeader header) => header.Crop.RegionFor(box).Scaled((float)header.StoredSize / header.InputSize);

    /// <summary>Processes that share each dataset: this one writes its part alone.</summary>
    public ProcessGroup Group { get; init; } = ProcessGroup.Alone;

    /// <summary>Writes every face of a dataset; those whose photo cannot be read are dropped into its report.</summary>
    /// <param name="dataset">Its faces in this order.</param>
    /// <param name="detail">How they were made, for the provenance.</param>
    /// <param name="progress">Told the number of faces done.</param>
    /// <param name="stop">Ends the packing between two faces.</param>
    public void Add(FaceDataset dataset, string detail, Action<int>? progress = null, CancellationToken stop = default)
    {
        var source = writer.AddSource(new PackSource(dataset.Name, dataset.Terms, detail));
        var cuts = new (byte[] Rgb, LabelledFace Face, string? Failure)[Chunk];
        var dropped = new ReadReport(dataset.Name);
        var (begin, share) = Group.ShareOf(dataset.Faces.Count);
        for (var first = begin; first < begin + share; first += Chunk)
        {
            var count = Math.Min(Chunk, begin + share - first);
            Parallel.For(0, count, new ParallelOptions { CancellationToken = stop }, i => cuts[i] = Cut(dataset, dataset.Faces[first + i]));
            for (var i = 0; i < count; i++)
            {
                var (rgb, face, failure) = cuts[i];
                if (failure is { } reason)
                {
                    dropped.Drop(face.Image, reason);
                }
                else
                {
                    writer.Add(rgb, face, source);
                    Packed?.Invoke(face);
                }
            }

            progress?.Invoke(first + count);
        }

        var before = dataset.Report.DroppedCount;
        dataset.Report.DropAll(dropped, Group);
        dataset.Report.Kept -= dataset.Report.DroppedCount - before;
    }

    /// <summary>What is stored for a face of a photo: rows of RGB bytes. Thread-safe.</summary>
    public byte[] Cut(Mat photo, FaceBox box)
    {
        var pixels = new byte[header.BytesPerImage];
        _crops.Value!.SampleBytes(photo.AsBgr(), RegionOf(box, header), pixels);
        for (var i = 0; i < pixels.Length; i += 3) (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        return pixels;
    }

    private (byte[] Rgb, LabelledFace Face, string? Failure) Cut(FaceDataset dataset, LabelledFace face)
    {
        try
        {
            using var photo = dataset.Photos.Load(face.Image);
            var cut = clamp ? face with { Box = face.Box.ClampedTo(photo.Width, photo.Height) } : face;
            if (cut.Box.IsEmpty) return ([], face, "with a box outside of its photo");
            RequireOn(photo, cut.Box);
            return (Cut(photo, cut.Box), cut, null);
        }
        catch (InvalidDataException e)
        {
            return ([], face, $"broken ({e.Message})");
        }
    }

    /// <summary>A box beside its photo would show nothing but a repeated edge, one far larger hardly anything else and costs as much as its size.</summary>
    private static void RequireOn(Mat photo, FaceBox box)
    {
        if (box.ClampedTo(photo.Width, photo.Height).IsEmpty) throw new InvalidDataException("its box lies beside the photo");
        if (box.Width > LargestBox * photo.Width || box.Height > LargestBox * photo.Height)
            throw new InvalidDataException("its box is far larger than the photo");
    }

    public void Dispose() => _crops.Dispose();
}
