using HeadTracker.Inference;
using HeadTracker.Training.Measurement;

namespace HeadTracker.Training.Evaluation.Tradeoff;

/// <summary>Times the networks of several systems by turns, each file once, through one ONNX Runtime on the CPU.</summary>
public static class TradeoffTimes
{
    /// <param name="systems">Files that several share are timed once.</param>
    /// <param name="threads">CPU threads of a run.</param>
    /// <param name="rounds">Runs of each.</param>
    /// <returns>Milliseconds of the quickest run by file: what else the machine does only ever adds to it.</returns>
    public static IReadOnlyDictionary<string, double> Measure(IReadOnlyList<TradeoffSystem> systems, int threads, int rounds)
    {
        List<string> files = [.. systems.SelectMany(system => system.PoseFiles.Append(system.DetectorFile)).Distinct()];
        var runs = new List<NoiseRun>();
        try
        {
            foreach (var file in files) runs.Add(new NoiseRun(OnnxSession.Open(file, ExecutionProvider.Cpu, threads)));
            var times = InterleavedTiming.Run([.. runs.Select(run => (Action)run.Run)], rounds);
            return files.Zip(times).ToDictionary(pair => pair.First, pair => pair.Second.Percentile(0).TotalMilliseconds);
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }
}
