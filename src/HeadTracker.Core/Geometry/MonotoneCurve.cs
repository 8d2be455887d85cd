using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>
/// A smooth curve through knots that never turns back between them: a piecewise cubic Hermite with Fritsch–Carlson slopes, straight
/// on beyond its ends.
/// </summary>
public sealed class MonotoneCurve
{
    private readonly Vector2[] _knots;
    private readonly float[] _slopes;

    /// <param name="knots">At least two points (x, y) with rising x and y that does not fall.</param>
    /// <exception cref="ArgumentException">The knots are too few or not in order.</exception>
    public MonotoneCurve(ReadOnlySpan<Vector2> knots)
    {
        if (knots.Length < 2) throw new ArgumentException("A curve needs at least two points.", nameof(knots));
        for (var i = 1; i < knots.Length; i++)
        {
            if (!(knots[i].X > knots[i - 1].X)) throw new ArgumentException($"Point {i + 1} is not to the right of point {i}.", nameof(knots));
            if (!(knots[i].Y >= knots[i - 1].Y)) throw new ArgumentException($"Point {i + 1} lies lower than point {i}.", nameof(knots));
        }

        _knots = knots.ToArray();
        _slopes = Slopes(_knots);
    }

    /// <summary>The curve's y at an x.</summary>
    public float this[float x]
    {
        get
        {
            if (x <= _knots[0].X) return _knots[0].Y + _slopes[0] * (x - _knots[0].X);
            if (x >= _knots[^1].X) return _knots[^1].Y + _slopes[^1] * (x - _knots[^1].X);

            var i = 0;
            while (x >= _knots[i + 1].X) i++;

            // Cubic Hermite on [i, i + 1].
            var width = _knots[i + 1].X - _knots[i].X;
            var t = (x - _knots[i].X) / width;
            var t2 = t * t;
            var t3 = t2 * t;
            return (2 * t3 - 3 * t2 + 1) * _knots[i].Y + (t3 - 2 * t2 + t) * width * _slopes[i]
                + (3 * t2 - 2 * t3) * _knots[i + 1].Y + (t3 - t2) * width * _slopes[i + 1];
        }
    }

    private static float[] Slopes(Vector2[] knots)
    {
        float Secant(int i) => (knots[i + 1].Y - knots[i].Y) / (knots[i + 1].X - knots[i].X);

        // The harmonic mean of neighbouring secants keeps every piece monotone; a flat piece keeps its ends flat.
        var slopes = new float[knots.Length];
        slopes[0] = Secant(0);
        slopes[^1] = Secant(knots.Length - 2);
        for (var i = 1; i < knots.Length - 1; i++)
        {
            var (before, after) = (Secant(i - 1), Secant(i));
            slopes[i] = before + after > 0 ? 2 * before * after / (before + after) : 0;
        }

        return slopes;
    }
}
