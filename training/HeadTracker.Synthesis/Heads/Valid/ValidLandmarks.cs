using System.Numerics;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>
/// The 68 landmarks on VALID heads, by texture coordinate: files number their vertices each in its own way, but all share one
/// layout. Chosen by eye on the mean of all heads, on its right half, and mirrored.
/// </summary>
internal static class ValidLandmarks
{
    /// <summary>Texture coordinates are stored in steps of 1 / 65535.</summary>
    public const float Steps = 65535;

    /// <summary>u and v of each landmark, in steps.</summary>
    private static readonly (int U, int V)[] Coordinates =
    [
        (9250, 17364), (10194, 19844), (9906, 22389), (11042, 23333), (11986, 24549), (12915, 26742), (15027, 28294), (17300, 29383),
        (21333, 30695), (25366, 29383), (27638, 28294), (29751, 26742), (30679, 24549), (31623, 23333), (32759, 22389), (32471, 19844),
        (33416, 17364), (13011, 12995), (14643, 12114), (16564, 11698), (17876, 11570), (19092, 12066), (23573, 12066), (24790, 11570),
        (26102, 11698), (28022, 12114), (29655, 12995), (21333, 14371), (21349, 15875), (21349, 17172), (21333, 18964), (19396, 19812),
        (20372, 20116), (21333, 20276), (22293, 20116), (23269, 19812), (15763, 14211), (16612, 14035), (17908, 13939), (18628, 14083),
        (17524, 14339), (16580, 14227), (24037, 14083), (24758, 13939), (26054, 14035), (26902, 14211), (26086, 14227), (25142, 14339),
        (17652, 23541), (18820, 22405), (20420, 22005), (21333, 22069), (22245, 22005), (23845, 22405), (24966, 23573), (24085, 24293),
        (22197, 24774), (21333, 24806), (20468, 24774), (18580, 24293), (17940, 23541), (19940, 23269), (21333, 23301), (22725, 23269),
        (24678, 23573), (22629, 24133), (21333, 24181), (20036, 24133),
    ];

    /// <summary>The vertices with those coordinates.</summary>
    /// <exception cref="InvalidDataException">One is missing: the mesh has another layout.</exception>
    public static int[] Find(ReadOnlySpan<Vector2> textureCoordinates)
    {
        var found = new int[Coordinates.Length];
        for (var l = 0; l < found.Length; l++)
        {
            var wanted = new Vector2(Coordinates[l].U, Coordinates[l].V) / Steps;
            var best = float.PositiveInfinity;
            for (var v = 0; v < textureCoordinates.Length; v++)
            {
                var distance = Vector2.DistanceSquared(textureCoordinates[v], wanted);
                if (distance >= best) continue;
                best = distance;
                found[l] = v;
            }

            if (best > 4 / (Steps * Steps)) throw new InvalidDataException($"Landmark {l + 1} has no vertex: the head has not VALID's texture layout.");
        }

        return found;
    }
}
