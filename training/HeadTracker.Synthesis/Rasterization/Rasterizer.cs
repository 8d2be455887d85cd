using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HeadTracker.Synthesis.Rasterization;

/// <summary>Fills triangles into a <see cref="VisibilityBuffer"/>, eight samples at a time.</summary>
/// <remarks>
/// Vertices lie on a grid of 1/16 sample and coverage is decided in integers: a sample belongs to a triangle when all three
/// edge functions are positive, or zero on a top or left edge, so that neighbours leave neither gaps nor double samples and
/// every machine draws the same picture. A nearer sample wins; among equals the first drawn.
/// </remarks>
public static class Rasterizer
{
    /// <summary>Edge functions of triangles up to this size fit into 32 bits: (2^15)² · 2 is 2^31.</summary>
    private const int LargestSmall = 32000;

    /// <summary>Whether a sample is solid, for textures with holes.</summary>
    /// <typeparam name="TTest">A struct, so that the call is inlined.</typeparam>
    public interface ICoverage
    {
        /// <param name="weights">Barycentric weights of the three corners on the screen; they sum to 1.</param>
        /// <param name="x">Sample column.</param>
        /// <param name="y">Sample row.</param>
        bool Covers(Vector3 weights, int x, int y);
    }

    /// <summary>Every sample inside the outline is solid.</summary>
    public readonly struct Solid : ICoverage
    {
        public bool Covers(Vector3 weights, int x, int y) => true;
    }

    /// <summary>Twice the area on the grid; positive when the corners run clockwise as the picture shows them (y down).</summary>
    public static long DoubleArea(in ScreenVertex a, in ScreenVertex b, in ScreenVertex c) =>
        (long)(b.X - a.X) * (c.Y - a.Y) - (long)(b.Y - a.Y) * (c.X - a.X);

    /// <summary>Draws one triangle, whichever way its corners run.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="triangle">The number written where the triangle is the nearest.</param>
    /// <param name="a">First corner.</param>
    /// <param name="b">Second corner.</param>
    /// <param name="c">Third corner.</param>
    /// <param name="coverage">Tested for each sample that would become visible.</param>
    public static void Draw<TCoverage>(VisibilityBuffer target, int triangle, ScreenVertex a, ScreenVertex b, ScreenVertex c, TCoverage coverage)
        where TCoverage : struct, ICoverage
    {
        var area = DoubleArea(a, b, c);
        if (area == 0) return;
        var swapped = area < 0;
        if (swapped)
        {
            (b, c) = (c, b);
            area = -area;
        }

        var left = Math.Min(a.X, Math.Min(b.X, c.X));
        var right = Math.Max(a.X, Math.Max(b.X, c.X));
        var top = Math.Min(a.Y, Math.Min(b.Y, c.Y));
        var bottom = Math.Max(a.Y, Math.Max(b.Y, c.Y));
        const int half = ScreenVertex.SubSteps / 2;
        var x0 = Math.Max((left - half + ScreenVertex.SubSteps - 1) >> 4, 0);
        var x1 = Math.Min((right - half) >> 4, target.Width - 1);
        var y0 = Math.Max((top - half + ScreenVertex.SubSteps - 1) >> 4, 0);
        var y1 = Math.Min((bottom - half) >> 4, target.Height - 1);
        if (x0 > x1 || y0 > y1) return;

        // Edge function of the edge opposite each corner, at the first sample: it is that corner's weight times the area.
        var (px, py) = (x0 * ScreenVertex.SubSteps + half, y0 * ScreenVertex.SubSteps + half);
        var ea = Edge.Between(b, c, px, py);
        var eb = Edge.Between(c, a, px, py);
        var ec = Edge.Between(a, b, px, py);

        var inverse = 1f / area;
        var slopeX = (ea.StepX * a.Nearness + eb.StepX * b.Nearness + ec.StepX * c.Nearness) * inverse;
        var slopeY = (ea.StepY * a.Nearness + eb.StepY * b.Nearness + ec.StepY * c.Nearness) * inverse;
        // The bias of the fill rule is left out of depth and weights.
        var start = ((ea.Start - ea.Bias) * (double)a.Nearness + (eb.Start - eb.Bias) * (double)b.Nearness + (ec.Start - ec.Bias) * (double)c.Nearness) / area;
        var setup = new Setup(x0, x1, y0, y1, ea, eb, ec, (float)start, slopeX, slopeY, inverse, swapped);

        if (right - left < LargestSmall && bottom - top < LargestSmall && Fits(px - left, py - top, right - left, bottom - top))
        {
            DrawSmall(target, triangle, setup, coverage);
        }
        else
        {
            DrawLarge(target, triangle, setup, coverage);
        }
    }

    private static bool Fits(long x, long y, long width, long height) =>
        (x + width + 8 * ScreenVertex.SubSteps) * height + (y + height) * width < int.MaxValue / 2;

    private static void DrawSmall<TCoverage>(VisibilityBuffer target, int triangle, in Setup s, TCoverage coverage)
        where TCoverage : struct, ICoverage
    {
        var lanes = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        var lanesF = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        var rowA = Vector256.Create((int)s.A.Start) + lanes * (int)s.A.StepX;
        var rowB = Vector256.Create((int)s.B.Start) + lanes * (int)s.B.StepX;
        var rowC = Vector256.Create((int)s.C.Start) + lanes * (int)s.C.StepX;
        var (nextA, nextB, nextC) = (Vector256.Create((int)s.A.StepX * 8), Vector256.Create((int)s.B.StepX * 8), Vector256.Create((int)s.C.StepX * 8));
        var (downA, downB, downC) = (Vector256.Create((int)s.A.StepY), Vector256.Create((int)s.B.StepY), Vector256.Create((int)s.C.StepY));
        var id = Vector256.Create(triangle);
        ref var nearness = ref target.Nearness[0];
        ref var ids = ref target.Triangles[0];

        for (var y = s.Y0; y <= s.Y1; y++)
        {
            var (a, b, c) = (rowA, rowB, rowC);
            var rowDepth = s.Depth + s.DepthDown * (y - s.Y0);
            for (var x = s.X0; x <= s.X1; x += 8)
            {
                // The sign bit of the bitwise or is set where any edge function is negative.
                var outside = a | b | c;
                var inside = Vector256.GreaterThanOrEqual(outside, Vector256<int>.Zero);
                if (x + 7 > s.X1) inside &= Vector256.LessThan(lanes, Vector256.Create(s.X1 - x + 1));
                if (inside != Vector256<int>.Zero)
                {
                    var at = y * target.Stride + x;
                    var z = Vector256.Create(rowDepth + s.DepthRight * (x - s.X0)) + lanesF * s.DepthRight;
                    var old = Vector256.LoadUnsafe(ref nearness, (nuint)at);
                    inside &= Vector256.GreaterThan(z, old).AsInt32();
                    if (typeof(TCoverage) != typeof(Solid)) inside = Test(inside, a, b, c, s, x, y, coverage);
                    if (inside != Vector256<int>.Zero)
                    {
                        Vector256.ConditionalSelect(inside.AsSingle(), z, old).StoreUnsafe(ref nearness, (nuint)at);
                        Vector256.ConditionalSelect(inside, id, Vector256.LoadUnsafe(ref ids, (nuint)at)).StoreUnsafe(ref ids, (nuint)at);
                    }
                }

                a += nextA;
                b += nextB;
                c += nextC;
            }

            rowA += downA;
            rowB += downB;
            rowC += downC;
        }
    }

    private static Vector256<int> Test<TCoverage>(Vector256<int> inside, Vector256<int> a, Vector256<int> b, Vector256<int> c, in Setup s, int x,
        int y, TCoverage coverage)
        where TCoverage : struct, ICoverage
    {
        var bits = inside.ExtractMostSignificantBits();
        while (bits != 0)
        {
            var lane = BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            var weights = s.Weights(a.GetElement(lane), b.GetElement(lane), c.GetElement(lane));
            if (!coverage.Covers(weights, x + lane, y)) inside = inside.WithElement(lane, 0);
        }

        return inside;
    }

    private static void DrawLarge<TCoverage>(VisibilityBuffer target, int triangle, in Setup s, TCoverage coverage)
        where TCoverage : struct, ICoverage
    {
        for (var y = s.Y0; y <= s.Y1; y++)
        {
            for (var x = s.X0; x <= s.X1; x++)
            {
                var a = s.A.At(x - s.X0, y - s.Y0);
                var b = s.B.At(x - s.X0, y - s.Y0);
                var c = s.C.At(x - s.X0, y - s.Y0);
                if ((a | b | c) < 0) continue;
                var at = y * target.Stride + x;
                var z = s.Depth + s.DepthDown * (y - s.Y0) + s.DepthRight * (x - s.X0);
                if (!(z > target.Nearness[at]) || !coverage.Covers(s.Weights(a, b, c), x, y)) continue;
                target.Nearness[at] = z;
                target.Triangles[at] = triangle;
            }
        }
    }

    private readonly record struct Edge(long Start, long StepX, long StepY, int Bias)
    {
        // Clockwise corners with y down: the inside is where the function grows. Top edges run right, left edges run up.
        public static Edge Between(in ScreenVertex from, in ScreenVertex to, int px, int py)
        {
            long dx = to.X - from.X;
            long dy = to.Y - from.Y;
            var bias = dy < 0 || (dy == 0 && dx > 0) ? 0 : -1;
            var start = dx * (py - from.Y) - dy * (px - from.X) + bias;
            return new Edge(start, -dy * ScreenVertex.SubSteps, dx * ScreenVertex.SubSteps, bias);
        }

        public long At(int x, int y) => Start + StepX * x + StepY * y;
    }

    private readonly record struct Setup(
        int X0, int X1, int Y0, int Y1, Edge A, Edge B, Edge C, float Depth, float DepthRight, float DepthDown, float InverseArea, bool Swapped)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector3 Weights(long a, long b, long c)
        {
            var (wa, wb, wc) = ((a - A.Bias) * InverseArea, (b - B.Bias) * InverseArea, (c - C.Bias) * InverseArea);
            return Swapped ? new Vector3(wa, wc, wb) : new Vector3(wa, wb, wc);
        }
    }
}
