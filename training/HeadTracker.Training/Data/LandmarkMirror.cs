using System.Numerics;

namespace HeadTracker.Training.Data;

/// <summary>Which of iBUG's 68 points each becomes when a face is mirrored.</summary>
public static class LandmarkMirror
{
    private static readonly (int First, int Second)[] Pairs =
    [
        (0, 16), (1, 15), (2, 14), (3, 13), (4, 12), (5, 11), (6, 10), (7, 9), // jaw
        (17, 26), (18, 25), (19, 24), (20, 23), (21, 22), // brows
        (31, 35), (32, 34), // nostrils
        (36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46), // eyes
        (48, 54), (49, 53), (50, 52), (55, 59), (56, 58), (60, 64), (61, 63), (65, 67), // mouth
    ];

    public static IReadOnlyList<int> Partner { get; } = MakePartners();

    /// <summary>A face in space, mirrored left to right.</summary>
    public static Vector3[] Mirror(IReadOnlyList<Vector3> points) =>
        [.. Partner.Select(partner => points[partner] with { X = -points[partner].X })];

    private static int[] MakePartners()
    {
        var partner = Enumerable.Range(0, LandmarkBox.PointCount).ToArray();
        foreach (var (first, second) in Pairs) (partner[first], partner[second]) = (second, first);
        return partner;
    }
}
