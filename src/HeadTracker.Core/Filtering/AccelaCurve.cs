namespace HeadTracker.Filtering;

/// <summary>
/// Accela's speed (units per second) by distance: a monotone cubic (Fritsch–Carlson) through opentrack's knots, flat before
/// the origin and straight on after the last knot.
/// </summary>
internal static class AccelaCurve
{
    private static readonly float[] Distances = [0, 0.5f, 1, 1.5f, 2.5f, 5, 8, 9];
    private static readonly float[] Speeds = [0, 0.4f, 1.5f, 8, 35, 100, 200, 300];
    private static readonly float[] Slopes = MonotoneSlopes();

    public static float SpeedAt(float distance)
    {
        var last = Distances.Length - 1;
        if (distance >= Distances[last]) return Speeds[last] + Slopes[last] * (distance - Distances[last]);
        if (distance <= 0) return 0;

        var i = 0;
        while (distance >= Distances[i + 1]) i++;

        // Cubic Hermite on [i, i + 1].
        var width = Distances[i + 1] - Distances[i];
        var t = (distance - Distances[i]) / width;
        var t2 = t * t;
        var t3 = t2 * t;
        return (2 * t3 - 3 * t2 + 1) * Speeds[i] + (t3 - 2 * t2 + t) * width * Slopes[i]
            + (3 * t2 - 2 * t3) * Speeds[i + 1] + (t3 - t2) * width * Slopes[i + 1];
    }

    private static float[] MonotoneSlopes()
    {
        var count = Distances.Length;
        var secants = new float[count - 1];
        for (var i = 0; i < count - 1; i++) secants[i] = (Speeds[i + 1] - Speeds[i]) / (Distances[i + 1] - Distances[i]);

        // The harmonic mean of neighbouring secants keeps every piece monotone.
        var slopes = new float[count];
        slopes[0] = secants[0];
        slopes[^1] = secants[^1];
        for (var i = 1; i < count - 1; i++) slopes[i] = 2 * secants[i - 1] * secants[i] / (secants[i - 1] + secants[i]);
        return slopes;
    }
}
