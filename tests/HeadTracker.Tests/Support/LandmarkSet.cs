using HeadTracker.Geometry;

namespace HeadTracker.Tests.Support;

/// <summary>The boxes of a photo set with 68 landmarks (<c>landmarks68.csv</c>: file, x0, y0 … x67, y67; pixel centres from 0).</summary>
internal static class LandmarkSet
{
    /// <summary>The tight box of the landmarks, by file name.</summary>
    public static Dictionary<string, FaceBox> BoxesOf(string tar) =>
        Photo.LinesInTar(tar, "landmarks68.csv").Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells =>
        {
            var numbers = cells.Skip(1).Select(float.Parse).ToArray();
            var x = numbers.Where((_, i) => i % 2 == 0).ToArray();
            var y = numbers.Where((_, i) => i % 2 == 1).ToArray();
            return FaceBox.FromEdges(x.Min() + 0.5f, y.Min() + 0.5f, x.Max() + 0.5f, y.Max() + 0.5f);
        });
}
