using HeadTracker.Attention;

namespace HeadTracker.Core.Tests.Attention;

public class AwayWindowTests
{
    [Fact]
    public void Adds_up_what_a_list_of_intervals_adds_up()
    {
        var random = new Random(11);
        var window = new AwayWindow(5);
        var glances = new List<(double Start, double End)>();
        var now = -3.0;
        for (var i = 0; i < 3000; i++)
        {
            var next = now + random.NextDouble() * (i % 400 == 0 ? 7 : 0.12);
            var away = i / 40 % 2 == 0;
            window.Advance(now, next, away);
            if (away) glances.Add((now, next));
            now = next;

            var naive = glances.Sum(g => Math.Max(0, g.End - Math.Max(g.Start, now - 5)));
            // The slice at the old end counts whole or not at all.
            Assert.InRange(window.Sum, naive - 0.0501, naive + 0.0501);
        }
    }
}
