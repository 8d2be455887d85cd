using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Inference;

/// <summary>Finds out how long a network takes, with the way of its input to the accelerator and of its outputs back.</summary>
internal static class SpeedTrial
{
    private const int WarmUp = 2, Runs = 5;

    /// <summary>Whether an accelerator beats the processor: small networks often wait longer for a graphics card than they run on the processor.</summary>
    /// <param name="accelerated">The network on the accelerator.</param>
    /// <param name="cpu">The same on the processor.</param>
    /// <param name="reason">Why not, when it does not.</param>
    public static bool IsWorthIt(InferenceSession accelerated, InferenceSession cpu, out string reason) =>
        IsWorthIt(LeastTime(accelerated), LeastTime(cpu), out reason);

    // The same by milliseconds.
    internal static bool IsWorthIt(double accelerated, double cpu, out string reason)
    {
        reason = accelerated < cpu ? "" : FormattableString.Invariant($"it works, but takes {accelerated:0.0} ms where the CPU takes {cpu:0.0}");
        return reason.Length == 0;
    }

    /// <summary>Milliseconds of the quickest run: what else the machine does only ever adds to it.</summary>
    public static double LeastTime(InferenceSession session)
    {
        var noise = ProviderTrial.Noise(session);
        var least = double.PositiveInfinity;
        for (var run = -WarmUp; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            using var results = session.Run(noise, session.OutputNames);
            if (run >= 0) least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return least;
    }
}
