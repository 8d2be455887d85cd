using HeadTracker.Geometry;
using HeadTracker.Training.Data.Hdf5;
using OpenCvSharp;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// ETH-XGaze, normalised editions (224 and 448 pixels): <c>train/subjectNNNN.h5</c>, each with <c>face_patch</c> (N, side, side, 3; BGR)
/// and <c>face_head_pose</c> (N, 2; pitch and yaw in radians).
/// </summary>
/// <remarks>The normalisation cuts the face out by its own size, about 140 mm a side, so a whole patch is the face's box.</remarks>
public sealed class EthXGazeNormalizedReader : IDatasetReader
{
    private const string Extension = ".h5", Patches = "face_patch", Poses = "face_head_pose";

    /// <summary>Pixels; the set's patches have 224 or 448.</summary>
    private const long LargestSide = 8192;

    public string Kind => "eth-xgaze-normalised";

    public string Name => "ETH-XGaze";

    public string Terms => "CC BY-NC-SA 4.0";

    public bool Recognises(IFileStore files) => files.Files.Any(IsSubject);

    public IPhotoSource PhotosOf(IFileStore files) => new PatchPhotos(files);

    public IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report)
    {
        if (files is not FolderStore)
        {
            throw new UserErrorException($"{files.Location}: HDF5 files are not read inside an archive; unpack it and give the folder.");
        }

        foreach (var subject in files.Files.Where(IsSubject))
        {
            foreach (var face in TryRead(files, subject, report))
            {
                if (options.Boxes is not { } boxes) yield return face;
                else if (boxes.TryFind(face.Image, face.Box, out var found)) yield return face with { Box = found.Box, Part = found.Part };
                else report.Drop(face.Image, $"not in {Path.GetFileName(boxes.Path)}");
            }
        }
    }

    private static List<LabelledFace> TryRead(IFileStore files, string subject, ReadReport report)
    {
        var faces = new List<LabelledFace>();
        try
        {
            using var file = new Hdf5File(Path.Combine(files.Location, subject));
            var (patches, poses) = (PatchesOf(file), Require(file, Poses));
            var count = patches.Dimensions[0];
            if (poses.Dimensions.Count != 2 || poses.Dimensions[0] != count || poses.Dimensions[1] != 2)
            {
                throw new InvalidDataException($"{Poses} is not ({count}, 2)");
            }

            var angles = poses.ReadNumbers(0, count);
            var box = new FaceBox(0, 0, patches.Dimensions[2], patches.Dimensions[1]);
            for (var k = 0; k < count; k++)
            {
                var name = $"{subject}/{k}";
                var (theta, phi) = ((float)angles[2 * k], (float)angles[2 * k + 1]);
                var rotation = PoseConventions.FromEthXGaze(theta, phi);
                if (float.IsFinite(rotation.Length()))
                {
                    faces.Add(new LabelledFace(name, box, rotation)
                    {
                        Angles = PoseConventions.AnglesFromEthXGaze(theta, phi),
                        Identity = Path.GetFileNameWithoutExtension(subject),
                    });
                }
                else report.Drop(name, "without a pose");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            report.Drop(subject, $"broken ({e.Message})");
        }

        return faces;
    }

    private static Hdf5Dataset PatchesOf(Hdf5File file)
    {
        var patches = Require(file, Patches);
        return patches.Dimensions is [_, > 0 and <= LargestSide, > 0 and <= LargestSide, 3] && patches.IsBytes
            ? patches
            : throw new InvalidDataException($"{Patches} is not (N, side, side, 3) of bytes");
    }

    private static Hdf5Dataset Require(Hdf5File file, string name) => file.Find(name) ?? throw new InvalidDataException($"no {name}");

    private static bool IsSubject(string name) =>
        Path.GetFileName(name).StartsWith("subject", StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Decodes patches by the subject's file and the number after it. Keeps the files it read from open.</summary>
    private sealed class PatchPhotos(IFileStore files) : IPhotoSource
    {
        private readonly Dictionary<string, (Hdf5File File, Hdf5Dataset Patches)> _open = new(StringComparer.Ordinal);

        public Mat Load(string image)
        {
            var slash = image.LastIndexOf('/');
            if (slash < 0 || !long.TryParse(image.AsSpan(slash + 1), out var index)) throw new InvalidDataException("the patch is missing");
            var patches = Open(image[..slash]);
            if (index < 0 || index >= patches.Dimensions[0]) throw new InvalidDataException("the patch is missing");
            var bytes = patches.Read(index, 1);
            // What is copied below goes where no array's bounds are checked.
            if (bytes.Length != patches.Dimensions[1] * patches.Dimensions[2] * 3) throw new InvalidDataException("the patch is not whole");
            var photo = new Mat((int)patches.Dimensions[1], (int)patches.Dimensions[2], MatType.CV_8UC3);
            System.Runtime.InteropServices.Marshal.Copy(bytes, 0, photo.Data, bytes.Length);
            return photo;
        }

        public void Dispose()
        {
            foreach (var (file, _) in _open.Values) file.Dispose();
            files.Dispose();
        }

        private Hdf5Dataset Open(string subject)
        {
            lock (_open)
            {
                if (_open.TryGetValue(subject, out var known)) return known.Patches;
                var file = new Hdf5File(Path.Combine(files.Location, subject));
                try
                {
                    var patches = PatchesOf(file);
                    _open[subject] = (file, patches);
                    return patches;
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            }
        }
    }
}
