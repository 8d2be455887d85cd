using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Response;

namespace HeadTracker.Metrics;

/// <summary>How far a point of the head strays over a recording: standard deviations in centimetres.</summary>
/// <param name="X">To image right.</param>
/// <param name="Y">Up.</param>
/// <param name="Z">Along the camera's axis.</param>
public readonly record struct PlaceScatter(double X, double Y, double Z);

/// <summary>Compares points of a head by how still they stay, or how well they follow the true neck, while the head turns.</summary>
/// <remarks>
/// What stays the same all the time (another size of head, another field of view) does not count: a place is told against a zero that the user
/// sets.
/// </remarks>
public sealed class PivotTuning
{
    private const double CentimetresPerMetre = 100;

    /// <summary>Of the squared deviation of the head's axes (unit vectors): about 5° of turning, below which noise would choose the point.</summary>
    private const double LeastTurn = 0.008;

    private readonly List<(Quaternion Rotation, Vector3 Place)> _frames;

    /// <param name="frames">
    /// Poses of the middle between one head's ears, and where its neck truly was, camera frame, metres; without a truth, a head whose neck
    /// stays in place is assumed. Poses without a place are left out.
    /// </param>
    public PivotTuning(IEnumerable<(HeadPose Pose, Vector3 Neck)> frames) =>
        _frames = [.. frames.Where(one => one.Pose.Translation is not null).Select(one => (one.Pose.Rotation, one.Pose.Translation!.Value - one.Neck))];

    /// <summary>Frames compared.</summary>
    public int Frames => _frames.Count;

    /// <summary>What is left of the place with this pivot; null when there are no frames.</summary>
    public PlaceScatter? Measure(PivotSettings pivot)
    {
        if (_frames.Count == 0) return null;
        var places = _frames.ConvertAll(one => one.Place + Vector3.Transform(pivot.Point, one.Rotation));
        var mean = Mean(places);
        var squares = places.Aggregate(Vector3.Zero, (sum, place) => sum + (place - mean) * (place - mean)) / places.Count;
        return new(Math.Sqrt(squares.X) * CentimetresPerMetre, Math.Sqrt(squares.Y) * CentimetresPerMetre, Math.Sqrt(squares.Z) * CentimetresPerMetre);
    }

    /// <summary>The pivot with the least scatter over all three axes, to a millimetre; null when the head turns too little to tell.</summary>
    /// <remarks>
    /// With u and a the head's axes up and ahead, less their means, and d the place, less its mean: least squares of d + up·u + ahead·a. To know both, a
    /// head has to turn to the sides (which moves a) and to nod (which moves both).
    /// </remarks>
    public PivotSettings? Best()
    {
        if (_frames.Count == 0) return null;
        var (ups, aheads) = (_frames.ConvertAll(one => Vector3.Transform(Vector3.UnitY, one.Rotation)),
            _frames.ConvertAll(one => Vector3.Transform(Vector3.UnitZ, one.Rotation)));
        var (up, ahead, place) = (Mean(ups), Mean(aheads), Mean(_frames.ConvertAll(one => one.Place)));
        var (uu, aa, ua, ud, ad) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < _frames.Count; i++)
        {
            var (u, a, d) = (ups[i] - up, aheads[i] - ahead, _frames[i].Place - place);
            uu += Vector3.Dot(u, u);
            aa += Vector3.Dot(a, a);
            ua += Vector3.Dot(u, a);
            ud += Vector3.Dot(u, d);
            ad += Vector3.Dot(a, d);
        }

        var (least, determinant) = (LeastTurn * _frames.Count, uu * aa - ua * ua);
        if (uu < least || aa < least || determinant < least * least) return null;
        return new PivotSettings { Up = Rounded((ua * ad - aa * ud) / determinant), Ahead = Rounded((ua * ud - uu * ad) / determinant) };

        static float Rounded(double metres) => (float)Math.Round(metres * CentimetresPerMetre, 1);
    }

    private static Vector3 Mean(List<Vector3> vectors) => vectors.Aggregate(Vector3.Zero, (sum, one) => sum + one) / vectors.Count;
}
