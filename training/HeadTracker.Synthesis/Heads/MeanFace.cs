using System.Numerics;

namespace HeadTracker.Synthesis.Heads;

/// <summary>
/// The mean of all heads at the 68 landmarks, in metres, about its own centre, in the zero pose of the labels. A head's zero
/// pose is the one in which its landmarks fit these best; so sources agree however each defines "straight ahead".
/// </summary>
public static class MeanFace
{
    public static IReadOnlyList<Vector3> Points => Landmarks;

    internal static Vector3[] Landmarks { get; } = Read();

    private static Vector3[] Read()
    {
        using var stream = typeof(MeanFace).Assembly.GetManifestResourceStream("HeadTracker.Synthesis.Heads.mean-face-68.txt")!;
        using var reader = new StreamReader(stream);
        var points = new List<Vector3>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var v = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => float.Parse(f) / 1000).ToArray();
            points.Add(new Vector3(v[0], v[1], v[2]));
        }

        return [.. points];
    }
}
