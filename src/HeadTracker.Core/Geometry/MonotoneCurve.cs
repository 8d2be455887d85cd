using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>
/// A smooth curve through knots that never turns back between them: a piecewise cubic Hermite with Fritsch–Carlson slopes, straight
/// on beyond its ends.
/// </summary>
/// <remarks>
/// Finite for every finite x: slopes between floats, and their products, fit into doubles, and what no float can hold ends at the largest one.
/// </remarks>
public sealed class MonotoneCurve
{
    private readonly Vector2[] _knots;
    private readonly double[] _slopes;

    /// <param name="knots">At least two points (x, y) with rising x and y that does not fall.</param>
    /// <exception cref="ArgumentException">The knots are too few, not finite, or not in order.</exception>
    public MonotoneCurve(ReadOnlySpan<Vector2> knots)
    {
        if (knots.Length < 2) throw new ArgumentException("A curve needs at least two points.", nameof(knots));
        for (var i = 0; i < knots.Length; i++)
        {
            if (!float.IsFinite(knots[i].X) || !float.IsFinite(knots[i].Y)) throw new ArgumentException($"Point {i + 1} is not finite.", nameof(knots));
            if (i == 0) continue;
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
            if (x <= _knots[0].X) return Line(0, x);
            if (x >= _knots[^1].X) return Line(_knots.Length - 1, x);

            var i = 0;
            while (x >= _knots[i + 1].X) i++;

            // Cubic Hermite on [i, i + 1].
            var (from, to) = (_knots[i], _knots[i + 1]);
            var width = (double)to.X - from.X;
            var t = ((double)x - from.X) / width;
            var t2 = t * t;
            var t3 = t2 * t;
            var y = (2 * t3 - 3 * t2 + 1) * from.Y + (t3 - 2 * t2 + t) * width * _slopes[i]
                + (3 * t2 - 2 * t3) * to.Y + (t3 - t2) * width * _slopes[i + 1];
            // It never leaves the piece but by rounding.
            return (float)Math.Clamp(y, from.Y, to.Y);
        }
    }

    private float Line(int knot, float x) =>
        (float)Math.Clamp(_knots[knot].Y + _slopes[knot] * ((double)x - _knots[knot].X), float.MinValue, float.MaxValue);

    private static double[] Slopes(Vector2[] knots)
    {
        double Secant(int i) => ((double)knots[i + 1].Y - knots[i].Y) / ((double)knots[i + 1].X - knots[i].X);

        // The harmonic mean of neighbouring secants keeps every piece monotone; a flat piece keeps its ends flat.
        var slopes = new double[knots.Length];
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
