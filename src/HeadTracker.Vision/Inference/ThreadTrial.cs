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

    /// <summary>Elements: a picture of 4096 × 4096 has 50 million.</summary>
    private const double LargestInput = 1 << 26;

    /// <summary>Cores that a network may have: one in four, but not the only one, is left to the rest of the program.</summary>
    private static int Most => Math.Clamp((Environment.ProcessorCount * 3 + 3) / 4, 1, 4);

    /// <returns>A session on the CPU with the best number of threads, owned by the caller.</returns>
    public static InferenceSession Open(byte[] model)
    {
        var sessions = new Dictionary<int, InferenceSession> { [1] = OpenWith(model, 1) };
        var isFloat = sessions[1].InputMetadata.Values.All(input => input.IsTensor && input.ElementDataType == TensorElementType.Float);
        var best = isFloat ? Choose(Most,
            threads => SpeedTrial.LeastTime(sessions.TryGetValue(threads, out var open) ? open : sessions[threads] = OpenWith(model, threads))) : 1;
        foreach (var (threads, session) in sessions)
        {
            if (threads != best) session.Dispose();
        }

        return sessions[best];
    }

    /// <param name="most">Threads that there may be.</param>
    /// <param name="milliseconds">Of a run with so many threads; asked only while more might pay.</param>
    internal static int Choose(int most, Func<int, double> milliseconds)
    {
        if (most == 1) return 1;
        var (best, time) = (1, milliseconds(1));
        for (var threads = 2; threads <= most && time > QuickEnough; threads *= 2)
        {
            var other = milliseconds(threads);
            if (other > (1 - WorthIt) * time) break;
            (best, time) = (threads, other);
        }

        return best;
    }

    /// <exception cref="InvalidDataException">It takes more than there is of any picture.</exception>
    public static InferenceSession OpenWith(byte[] model, int threads)
    {
        using var options = OnnxSession.OptionsFor(threads);
        var session = new InferenceSession(model, options);
        if (session.InputMetadata.Values.Where(input => input.IsTensor).Sum(ProviderTrial.Elements) <= LargestInput) return session;
        session.Dispose();
        throw new InvalidDataException("it takes larger pictures than there are");
    }
}
