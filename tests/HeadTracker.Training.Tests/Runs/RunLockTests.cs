using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lock").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_run_is_one_processs_at_a_time()
    {
        using (RunLock.Take(folder))
        {
            var error = Assert.Throws<UserErrorException>(() => RunLock.Take(folder));
            Assert.Contains("Another process is at work in", error.Message, StringComparison.Ordinal);
        }

        RunLock.Take(folder).Dispose();
    }
}
