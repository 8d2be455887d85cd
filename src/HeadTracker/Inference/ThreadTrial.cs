using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace HeadTracker.Inference;

/// <summary>Finds out how many CPU threads a network is worth on this machine.</summary>
/// <remarks>
/// One is enough for a network that needs a small part of a camera's frame: a second would cost power and the capture's core, and
/// threads that wait for each other lengthen the rare slow frames. A slower network gets the count that is really faster, which the
/// number of cores does not tell: some are hyper-threads, some are small, some belong to another program.
/// </remarks>
internal static class ThreadTrial
{
    /// <summary>A quarter of a frame at 30 per second.</summary>
    private const double QuickEnough = 8;

    /// <summary>Twice the threads must save at least this share of the time.</summary>
    private const double WorthIt = 0.2;

    private const int WarmUp = 2, Runs = 5;

    /// <summary>Cores that a network may have: one in four, but not the only one, is left to the rest of the program.</summary>
    private static int Most => Math.Clamp((Environment.ProcessorCount * 3 + 3) / 4, 1, 4);

    /// <returns>A session on the CPU with the best number of threads, owned by the caller.</returns>
    public static InferenceSession Open(byte[] model)
    {
        var best = OpenWith(model, 1);
        if (Most == 1 || best.InputMetadata.Values.Any(input => !input.IsTensor || input.ElementDataType != TensorElementType.Float)) return best;
        var time = LeastTime(best);
        for (var threads = 2; threads <= Most && time > QuickEnough; threads *= 2)
        {
            var other = OpenWith(model, threads);
            var otherTime = LeastTime(other);
            if (otherTime > (1 - WorthIt) * time)
            {
                other.Dispose();
                break;
            }

            best.Dispose();
            (best, time) = (other, otherTime);
        }

        return best;
    }

    public static InferenceSession OpenWith(byte[] model, int threads)
    {
        using var options = OnnxSession.OptionsFor(threads);
        return new InferenceSession(model, options);
    }

    /// <summary>Milliseconds of the quickest run: what else the machine does only ever adds to it.</summary>
    private static double LeastTime(InferenceSession session)
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
