using System.Runtime.InteropServices;
using System.Text.Json;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// Writes whole rendered frames with all that is known of them into a folder, per sample N: <c>N.png</c>, <c>N-segmentation.png</c> (a
/// <see cref="Surfaces.SegmentationClass"/> per pixel), <c>N-depth.png</c> (16 bits, tenths of a millimetre along the camera's axis, 0 for
/// background and beyond 6.5 m), and a line each of <c>truth.jsonl</c> and of <c>landmarks68.csv</c>, which makes the folder a set of photos
/// with landmarks like any other. Not thread-safe.
/// </summary>
public sealed class FrameFolder : IDisposable
{
    private const float UnitsPerMetre = 10_000;

    private readonly string _folder;
    private readonly StreamWriter _truth, _landmarks;

    /// <exception cref="UserErrorException">The folder cannot be written to.</exception>
    public FrameFolder(string folder)
    {
        _folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
            _truth = new StreamWriter(Path.Combine(folder, "truth.jsonl"));
            _landmarks = new StreamWriter(Path.Combine(folder, "landmarks68.csv"));
            _landmarks.WriteLine("file," + string.Join(',', Enumerable.Range(0, 68).Select(i => $"x{i},y{i}")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{folder}' cannot be written to ({e.Message.TrimEnd('.')}); give another folder.", e);
        }
    }

    /// <param name="sample">With segmentation and depth; stays the caller's.</param>
    public void Add(Sample sample)
    {
        if (sample.Segmentation is not { } segmentation || sample.Depth is not { } depth)
        {
            throw new ArgumentException("The sample was rendered without its maps.", nameof(sample));
        }

        var (width, height) = (sample.Picture.Width, sample.Picture.Height);
        var name = $"{sample.Truth.Index:D6}";
        Write(sample.Picture, name + ".png");
        using (var classes = new Mat(height, width, MatType.CV_8UC1))
        {
            classes.SetArray(MemoryMarshal.AsBytes(segmentation.AsSpan()).ToArray());
            Write(classes, name + "-segmentation.png");
        }

        using (var far = new Mat(height, width, MatType.CV_16UC1))
        {
            far.SetArray(Array.ConvertAll(depth,
                metres => metres * UnitsPerMetre <= ushort.MaxValue ? (ushort)MathF.Round(metres * UnitsPerMetre) : (ushort)0));
            Write(far, name + "-depth.png");
        }

        _truth.WriteLine(Line(sample.Truth, name));
        _landmarks.WriteLine(name + ".png," + string.Join(',', sample.Truth.Landmarks.Select(p => FormattableString.Invariant($"{p.X:F2},{p.Y:F2}"))));
    }

    public void Dispose()
    {
        _truth.Dispose();
        _landmarks.Dispose();
    }

    private void Write(Mat picture, string name)
    {
        var path = Path.Combine(_folder, name);
        if (!Cv2.ImWrite(path, picture)) throw new UserErrorException($"'{path}' cannot be written; free some space or give another folder.");
    }

    private static string Line(SampleTruth truth, string name) => JsonSerializer.Serialize(new
    {
        file = name + ".png",
        yaw = truth.Angles.Yaw,
        pitch = truth.Angles.Pitch,
        roll = truth.Angles.Roll,
        quaternion = new[] { truth.Rotation.W, truth.Rotation.X, truth.Rotation.Y, truth.Rotation.Z },
        box = new[] { truth.LandmarkBox.X, truth.LandmarkBox.Y, truth.LandmarkBox.Width, truth.LandmarkBox.Height },
        landmarks = truth.Landmarks.Select(p => new[] { p.X, p.Y }),
        focal = truth.Camera.FocalLength,
        faceCentre = new[] { truth.FaceCentre.X, truth.FaceCentre.Y, truth.FaceCentre.Z },
        identity = truth.IdentityId,
        source = truth.Source,
        provenance = truth.Provenance,
    });
}
