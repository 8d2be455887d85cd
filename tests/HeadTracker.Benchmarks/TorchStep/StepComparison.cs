using System.Diagnostics;
using System.Globalization;

namespace HeadTracker.Benchmarks.TorchStep;

/// <summary>
/// ResNet-18 training steps in C# and in plain C++ libtorch, one after the other by turns in one process, so that whatever else the machine does
/// meets both alike; reports the medians of the pairs' ratios, of time by the clock and of processor time, which a busy machine disturbs less.
/// </summary>
internal static class StepComparison
{
    /// <param name="arguments">Pairs of steps (30), images a batch (32).</param>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var pairs = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 30;
        var batch = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 32;
        Console.WriteLine("| px | convolutions in | C# images/s | C++ images/s | C# / C++ time | C# / C++ processor time | first losses C#, C++ |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var size in (ReadOnlySpan<int>)[112, 224])
        {
            foreach (var bfloat16 in (ReadOnlySpan<bool>)[false, true]) Compare(size, batch, bfloat16, pairs);
        }

        return 0;
    }

    private static void Compare(int size, int batch, bool bfloat16, int pairs)
    {
        var random = new Random(1);
        var images = new float[batch * size * size * 3];
        for (var k = 0; k < images.Length; k++) images[k] = random.NextSingle() * 4 - 2;
        long[] labels = [.. Enumerable.Range(0, batch).Select(_ => random.NextInt64(198))];

        using var managed = new ManagedStep(images, labels, size, bfloat16);
        using var plain = new PlainStep(images, labels, size, bfloat16, managed.InitialValues());
        var losses = $"{managed.Run():f4} {managed.Run():f4}, {plain.Run():f4} {plain.Run():f4}";

        var managedTimes = new Cost[pairs];
        var plainTimes = new Cost[pairs];
        for (var k = 0; k < pairs; k++)
        {
            // Who goes first changes from pair to pair.
            if (k % 2 == 0) managedTimes[k] = Measure(managed.Run);
            plainTimes[k] = Measure(plain.Run);
            if (k % 2 != 0) managedTimes[k] = Measure(managed.Run);
        }

        var (clock, processor) = (Ratio(cost => cost.Seconds), Ratio(cost => cost.ProcessorSeconds));
        Console.WriteLine($"| {size} | {(bfloat16 ? "bfloat16" : "float32")} | {Rate(managedTimes):f1} | {Rate(plainTimes):f1} | {clock:f3} | {processor:f3} | {losses} |");

        double Rate(Cost[] costs) => batch / Median(costs.Select(cost => cost.Seconds));
        double Ratio(Func<Cost, double> of) => Median(managedTimes.Zip(plainTimes, (ours, theirs) => of(ours) / of(theirs)));
    }

    private readonly record struct Cost(double Seconds, double ProcessorSeconds);

    private static Cost Measure(Func<float> step)
    {
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        step();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        self.Refresh();
        return new Cost(seconds, (self.TotalProcessorTime - processor).TotalSeconds);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
