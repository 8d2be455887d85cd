using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Estimation;

/// <summary>A camera's field of view as calibration found it.</summary>
/// <param name="Degrees">Across the picture's diagonal: the median over all faces.</param>
/// <param name="Spread">Half the distance between the quartiles, degrees: how much one face differs from the next, not how true the median is.</param>
public readonly record struct FoundFieldOfView(float Degrees, float Spread);

/// <summary>Finds a camera's field of view from a face of average size at a known distance.</summary>
/// <remarks>
/// A wider view shows a face smaller and so seems farther away; the view is sought at which <see cref="FaceOutline"/> puts the bridge of the nose at
/// the distance that was measured. Somebody's face may be larger or smaller than the average; the view then makes up for that, and distances of this
/// person are right. Thread-safe.
/// </remarks>
/// <param name="metres">From the lens to the bridge of the nose.</param>
/// <param name="assumed">The field of view that the poses were estimated with, degrees.</param>
public sealed class FieldOfViewCalibration(double metres, float assumed)
{
    /// <summary>Faces turned farther than this count for nothing: their outline tells less, and their distance was measured otherwise.</summary>
    private const float LargestTurn = 15;

    /// <summary>Degrees within which cameras are.</summary>
    private const float Narrowest = 5, Widest = 170;

    private static readonly Vector3 NoseBridge = new(0, 0.0163f, 0.0768f);

    private readonly Lock _gate = new();
    private readonly List<float> _found = [];

    /// <summary>Faces that counted.</summary>
    public int Faces
    {
        get
        {
            lock (_gate) return _found.Count;
        }
    }

    /// <summary>Takes a face in.</summary>
    /// <param name="box">Canonical face box in pixels.</param>
    /// <param name="rotation">Head → camera, as estimated.</param>
    /// <param name="width">The picture's, in pixels.</param>
    /// <param name="height">The picture's, in pixels.</param>
    public void Add(FaceBox box, Quaternion rotation, int width, int height)
    {
        var seen = ViewRay.ToCrop(rotation, PinholeCamera.FromDiagonalFieldOfView(width, height, assumed), box.CenterPixel);
        if (Rotations.AngleBetween(seen, Quaternion.Identity) > LargestTurn) return;
        var (low, high) = (Narrowest, Widest);
        while (high - low > 0.01f)
        {
            var middle = (low + high) / 2;
            if (Distance(box, seen, PinholeCamera.FromDiagonalFieldOfView(width, height, middle)) > metres) low = middle;
            else high = middle;
        }

        lock (_gate) _found.Add((low + high) / 2);
    }

    /// <summary>What all faces together say; null when there are fewer than <paramref name="fewest"/>.</summary>
    public FoundFieldOfView? Result(int fewest)
    {
        lock (_gate)
        {
            if (_found.Count == 0 || _found.Count < fewest) return null;
            List<float> sorted = [.. _found.Order()];
            return new(sorted[sorted.Count / 2], (sorted[3 * (sorted.Count - 1) / 4] - sorted[(sorted.Count - 1) / 4]) / 2);
        }
    }

    private static float Distance(FaceBox box, Quaternion seen, in PinholeCamera camera) =>
        (FaceOutline.Locate(box, seen, camera) + Vector3.Transform(NoseBridge, ViewRay.ToCamera(seen, camera, box.CenterPixel))).Length();
}
