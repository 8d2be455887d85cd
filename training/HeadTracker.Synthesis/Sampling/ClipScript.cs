namespace HeadTracker.Synthesis.Sampling;

/// <summary>Where a head is at a moment.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="Yaw">Degrees, as Pitch and Roll.</param>
/// <param name="Distance">Metres.</param>
/// <param name="Aside">Metres to image right; beyond 0.6 nothing of the head is in the picture any more.</param>
public readonly record struct ClipKnot(float Time, float Yaw, float Pitch, float Roll, float Distance, float Aside = 0);

/// <summary>What happens in a rendered clip.</summary>
/// <param name="Name">As users type it.</param>
/// <param name="Rests">The head stands still at every knot, as in glances, instead of swinging through it.</param>
/// <param name="Acts">Blinks only, or a smile and a few words too.</param>
public sealed record ClipScript(string Name, int Width, int Height, int FramesPerSecond, bool Rests, bool Acts, IReadOnlyList<ClipKnot> Knots)
{
    /// <summary>Looking around: to both sides, up and down, tilting, in a circle, and closer to the camera.</summary>
    public static ClipScript Turning { get; } = new("turning", 640, 480, 25, Rests: false, Acts: true,
    [
        new(0.0f, 0, 0, 0, 0.62f), new(0.6f, 0, 0, 0, 0.62f), new(1.6f, 62, 2, 2, 0.62f), new(2.9f, -62, -2, -2, 0.62f), new(3.8f, 0, 0, 0, 0.60f),
        new(4.5f, 2, 28, 0, 0.60f), new(5.4f, -2, -28, 1, 0.60f), new(6.0f, 0, 0, 0, 0.58f), new(6.7f, 5, 2, 27, 0.58f), new(7.6f, -5, 0, -27, 0.56f),
        new(8.2f, 30, 14, 8, 0.55f), new(8.8f, -8, 20, -4, 0.52f), new(9.3f, -34, -10, -8, 0.50f), new(10.0f, 0, 0, 0, 0.50f),
    ]);

    /// <summary>
    /// A driver's glances: a mirror (1.2 s, harmless), a telephone in the lap (4.4 s), small movements inside the cone, seven glances of
    /// 1.6 s at a screen that add up, and a face that leaves the picture.
    /// </summary>
    public static ClipScript Driver { get; } = new("driver", 320, 240, 10, Rests: true, Acts: false, [.. DriverKnots()]);

    /// <summary>Ten seconds of a head that turns to poses drawn by <see cref="PoseDensity"/>, and rests at half of them for a moment.</summary>
    /// <param name="size">Side of the square frames in pixels.</param>
    /// <param name="random">Everything is drawn from here.</param>
    public static ClipScript Wandering(int size, Random random)
    {
        const float seconds = 10;
        var knots = new List<ClipKnot>();
        var distance = random.Uniform(0.5f, 0.7f);
        for (var time = 0f; knots.Count == 0 || knots[^1].Time < seconds; time += random.Uniform(0.6f, 1.5f))
        {
            var pose = PoseDensity.Draw(random);
            var knot = new ClipKnot(time, pose.Yaw, pose.Pitch, pose.Roll, distance * random.Uniform(0.95f, 1.05f));
            knots.Add(knot);
            if (!random.Chance(0.5f)) continue;
            time += random.Uniform(0.5f, 1.5f);
            knots.Add(knot with { Time = time });
        }

        return new ClipScript("wandering", size, size, 25, Rests: true, Acts: true, knots);
    }

    public static IReadOnlyList<ClipScript> All { get; } = [Turning, Driver];

    public int FrameCount => (int)(Knots[^1].Time * FramesPerSecond);

    /// <summary>The head at a time: Catmull-Rom through the knots, or from rest to rest.</summary>
    public ClipKnot At(float time)
    {
        var i = 0;
        while (i < Knots.Count - 2 && Knots[i + 1].Time <= time) i++;
        var (before, from, to, after) = (Knots[Math.Max(i - 1, 0)], Knots[i], Knots[i + 1], Knots[Math.Min(i + 2, Knots.Count - 1)]);
        var span = to.Time - from.Time;
        var t = Math.Clamp((time - from.Time) / span, 0, 1);

        float Curve(Func<ClipKnot, float> of)
        {
            var start = Rests ? 0 : (of(to) - of(before)) / MathF.Max(to.Time - before.Time, 1e-3f) * span;
            var end = Rests ? 0 : (of(after) - of(from)) / MathF.Max(after.Time - from.Time, 1e-3f) * span;
            var (t2, t3) = (t * t, t * t * t);
            return of(from) * (2 * t3 - 3 * t2 + 1) + start * (t3 - 2 * t2 + t) + of(to) * (3 * t2 - 2 * t3) + end * (t3 - t2);
        }

        return new ClipKnot(time, Curve(k => k.Yaw), Curve(k => k.Pitch), Curve(k => k.Roll), Curve(k => k.Distance), Curve(k => k.Aside));
    }

    private static IEnumerable<ClipKnot> DriverKnots()
    {
        const float turn = 0.3f, distance = 0.62f;
        var now = 0f;

        // A pose that is held; the turn to the next one follows.
        IEnumerable<ClipKnot> Hold(float seconds, float yaw, float pitch, float aside = 0)
        {
            yield return new ClipKnot(now, yaw, pitch, 0, distance, aside);
            now += seconds;
            yield return new ClipKnot(now, yaw, pitch, 0, distance, aside);
            now += turn;
        }

        List<ClipKnot> knots = [.. Hold(6, 0, 0), .. Hold(1.2f, -42, 2), .. Hold(2.5f, 0, 0), .. Hold(4.4f, 14, -34), .. Hold(3, 0, 0)];
        knots.AddRange([.. Hold(1, 9, 0), .. Hold(1, -9, -3), .. Hold(1, 0, 5), .. Hold(1, 0, 0)]);
        for (var glance = 0; glance < 7; glance++) knots.AddRange([.. Hold(1.6f, 46, -4), .. Hold(0.9f, 0, 0)]);
        knots.AddRange([.. Hold(2.5f, 0, 0), .. Hold(2.2f, 0, 0, aside: 0.8f), .. Hold(3, 0, 0)]);
        return knots;
    }
}
