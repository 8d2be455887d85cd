using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Support;

/// <summary>The labels of a photo set with 68 landmarks (<c>landmarks68.csv</c>: file, x0, y0 … x67, y67; pixel centres from 0).</summary>
internal static class LandmarkSet
{
    /// <summary>The 68 points by file name.</summary>
    public static Dictionary<string, Vector2[]> PointsOf(string tar) =>
        Photo.LinesInTar(tar, "landmarks68.csv").Skip(1).Select(line => line.Split(',')).ToDictionary(
            cells => cells[0],
            cells => cells.Skip(1).Select(float.Parse).Chunk(2).Select(p => new Vector2(p[0], p[1])).ToArray());

    /// <summary>The tight box of the landmarks, by file name.</summary>
    public static Dictionary<string, FaceBox> BoxesOf(string tar) => PointsOf(tar).ToDictionary(entry => entry.Key, entry => BoxOf(entry.Value));

    public static FaceBox BoxOf(IEnumerable<Vector2> points)
    {
        var least = new Vector2(float.PositiveInfinity);
        var most = new Vector2(float.NegativeInfinity);
        foreach (var point in points) (least, most) = (Vector2.Min(least, point), Vector2.Max(most, point));
        return FaceBox.FromEdges(least.X + 0.5f, least.Y + 0.5f, most.X + 0.5f, most.Y + 0.5f);
    }
}
