using System.Numerics;
using HeadTracker.Synthesis.Rasterization;

namespace HeadTracker.Synthesis.Tests.Rasterization;

public class RasterizerTests
{
    private const int Width = 61;
    private const int Height = 47;

    [Fact]
    public void Random_triangles_equal_a_naive_loop_over_all_samples()
    {
        var random = new Random(7);
        var fast = new VisibilityBuffer(Width, Height);
        var (nearness, ids) = (new double[Width * Height], new int[Width * Height]);
        Array.Fill(nearness, double.NegativeInfinity);
        Array.Fill(ids, VisibilityBuffer.Nothing);
        for (var t = 0; t < 400; t++)
        {
            // Small and large ones, many partly or wholly outside, some degenerate.
            var size = t % 3 == 0 ? 2000 : 150;
            ScreenVertex Corner(int x, int y) => new(x + random.Next(-size, size), y + random.Next(-size, size), random.NextSingle());
            var (cx, cy) = (random.Next(-200, Width * 16 + 200), random.Next(-200, Height * 16 + 200));
            var (a, b, c) = (Corner(cx, cy), Corner(cx, cy), t % 50 == 0 ? Corner(0, 0) with { X = cx } : Corner(cx, cy));
            Rasterizer.Draw(fast, t, a, b, c, default(Rasterizer.Solid));
            DrawNaively(nearness, ids, t, a, b, c);
        }

        var disagreements = 0;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (at, naive) = (y * fast.Stride + x, y * Width + x);
                // Two triangles may pass through one sample at the same depth to within a float's precision.
                if (fast.Triangles[at] != ids[naive]) disagreements++;
                else if (ids[naive] >= 0) Assert.Equal(nearness[naive], fast.Nearness[at], 1e-3);
            }
        }

        Assert.InRange(disagreements, 0, 3);
        Assert.True(ids.Count(i => i >= 0) > Width * Height / 2);
    }

    [Fact]
    public void Neighbours_cover_each_sample_of_a_fan_exactly_once()
    {
        var counts = new int[Width * Height];
        var random = new Random(3);
        var centre = new ScreenVertex(30 * 16 + 3, 23 * 16 + 8, 1);
        var rim = Enumerable.Range(0, 9).Select(i => new ScreenVertex(
            (int)(centre.X + 300 * MathF.Cos(i * MathF.Tau / 9) + random.Next(9)), (int)(centre.Y + 300 * MathF.Sin(i * MathF.Tau / 9)), 1)).ToArray();
        for (var i = 0; i < 9; i++)
        {
            var buffer = new VisibilityBuffer(Width, Height);
            Rasterizer.Draw(buffer, 0, centre, rim[i], rim[(i + 1) % 9], default(Rasterizer.Solid));
            for (var s = 0; s < counts.Length; s++) counts[s] += buffer.Triangles[s / Width * buffer.Stride + s % Width] == 0 ? 1 : 0;
        }

        Assert.DoesNotContain(counts, c => c > 1);
        // Twice the area of the fan in sixteenths of a sample squared.
        long area = 0;
        for (var i = 0; i < 9; i++) area += Math.Abs(Rasterizer.DoubleArea(centre, rim[i], rim[(i + 1) % 9]));
        Assert.InRange(counts.Sum(), area / 512.0 - 12, area / 512.0 + 12);
    }

    [Fact]
    public void Coverage_is_asked_with_weights_that_find_the_sample_again()
    {
        var seen = new List<(Vector3 Weights, int X, int Y)>();
        var (a, b, c) = (new ScreenVertex(40, 40, 1), new ScreenVertex(40, 400, 1), new ScreenVertex(500, 90, 1));
        Rasterizer.Draw(new VisibilityBuffer(Width, Height), 0, a, b, c, new Recorder(seen));
        Assert.NotEmpty(seen);
        foreach (var (w, x, y) in seen)
        {
            Assert.Equal(1, w.X + w.Y + w.Z, 1e-4f);
            Assert.Equal(x * 16 + 8, a.X * w.X + b.X * w.Y + c.X * w.Z, 0.05f);
            Assert.Equal(y * 16 + 8, a.Y * w.X + b.Y * w.Y + c.Y * w.Z, 0.05f);
        }
    }

    private static void DrawNaively(double[] nearness, int[] ids, int id, ScreenVertex a, ScreenVertex b, ScreenVertex c)
    {
        if (Rasterizer.DoubleArea(a, b, c) < 0) (b, c) = (c, b);
        double area = Rasterizer.DoubleArea(a, b, c);
        if (area == 0) return;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var p = new ScreenVertex(x * 16 + 8, y * 16 + 8, 0);
                var (wa, wb, wc) = (Rasterizer.DoubleArea(b, c, p), Rasterizer.DoubleArea(c, a, p), Rasterizer.DoubleArea(a, b, p));
                if (!Inside(wa, b, c) || !Inside(wb, c, a) || !Inside(wc, a, b)) continue;
                var z = (wa * (double)a.Nearness + wb * (double)b.Nearness + wc * (double)c.Nearness) / area;
                if (z <= nearness[y * Width + x]) continue;
                nearness[y * Width + x] = z;
                ids[y * Width + x] = id;
            }
        }
    }

    // Top edges run to the right, left edges run up.
    private static bool Inside(long weight, ScreenVertex from, ScreenVertex to) =>
        weight > 0 || (weight == 0 && (to.Y < from.Y || (to.Y == from.Y && to.X > from.X)));

    private readonly struct Recorder(List<(Vector3, int, int)> seen) : Rasterizer.ICoverage
    {
        public bool Covers(Vector3 weights, int x, int y)
        {
            seen.Add((weights, x, y));
            return true;
        }
    }
}
