using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Runs;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("atomic").FullName;

    private string Target => Path.Combine(folder, "checkpoint.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_old_version_survives_a_disk_that_fills_up_in_the_middle()
    {
        AtomicFile.Write(Target, path => File.WriteAllText(path, "good"));
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.Write(Target, path =>
        {
            File.WriteAllText(path, "ha");
            throw new IOException("No space left on device");
        }));

        Assert.Contains("No space left on device", error.Message);
        Assert.Equal("good", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public void Metrics_past_the_step_to_resume_from_are_cut_off()
    {
        var path = Path.Combine(folder, "metrics.jsonl");
        using (var log = new MetricsLog(path, 0))
        {
            for (var step = 1; step <= 5; step++) log.Add(new StepMetrics(step, 1, 1.0 / step, 1e-4, 0.1));
        }

        // A process killed in the middle of a line.
        File.AppendAllText(path, """{"step":6,"epo""");
        using (var log = new MetricsLog(path, 3)) log.Add(new StepMetrics(4, 2, 0.5, 1e-4, 0.1));
        Assert.Equal([(1L, 1.0), (2L, 0.5), (3L, 1.0 / 3), (4L, 0.5)], MetricsLog.Read(path).Select(line => (line.Step, line.Loss)));
    }
}
