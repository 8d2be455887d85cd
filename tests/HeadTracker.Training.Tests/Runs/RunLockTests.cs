using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lock").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_is_one_processs_at_a_time()
    {
        using (RunLock.Take(_folder))
        {
            var error = Assert.Throws<UserErrorException>(() => RunLock.Take(_folder));
            Assert.Contains("Another process is at work in", error.Message, StringComparison.Ordinal);
        }

        RunLock.Take(_folder).Dispose();
    }
}
