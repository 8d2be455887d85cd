using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Runs;

public sealed class MetricsLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metrics").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Metrics_past_the_step_to_resume_from_are_cut_off()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        using (var log = new MetricsLog(path, 0))
        {
            for (var step = 1; step <= 5; step++) log.Add(new StepMetrics(step, 1, 1.0 / step, 1e-4, 0.1));
        }

        // A process killed in the middle of a line.
        File.AppendAllText(path, """{"step":6,"epo""");
        using (var log = new MetricsLog(path, 3)) log.Add(new StepMetrics(4, 2, 0.5, 1e-4, 0.1));
        Assert.Equal([(1L, 1.0), (2L, 0.5), (3L, 1.0 / 3), (4L, 0.5)], MetricsLog.Read(path).Select(line => (line.Step, line.Loss)));
    }

    [Fact]
    public void Broken_lines_of_metrics_go_and_the_others_stay()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        using (var log = new MetricsLog(path, 0))
        {
            for (var step = 1; step <= 4; step++) log.Add(new StepMetrics(step, 1, step, 1e-4, 0.1));
        }

        var lines = File.ReadAllLines(path);
        lines[1] = "}" + lines[1];
        File.WriteAllLines(path, lines);
        using (var log = new MetricsLog(path, 4)) log.Add(new StepMetrics(5, 2, 5, 1e-4, 0.1));
        Assert.Equal([1L, 3, 4, 5], MetricsLog.Read(path).Select(line => line.Step));
    }

    /// <summary>Every write to /dev/full fails with "no space left on device".</summary>
    [Fact]
    public void A_full_disk_is_one_sentence_that_names_the_file()
    {
        if (!File.Exists("/dev/full")) return;
        var path = Path.Combine(_folder, "metrics.jsonl");
        File.CreateSymbolicLink(path, "/dev/full");
        var error = Assert.Throws<UserErrorException>(() =>
        {
            using var log = new MetricsLog(path, 0);
            log.Add(new StepMetrics(1, 1, 1, 1e-4, 0.1));
        });
        Assert.StartsWith($"{path} cannot be written (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("it goes on from the last checkpoint.", error.Message, StringComparison.Ordinal);
    }
}
