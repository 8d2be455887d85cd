namespace HeadTracker.Training.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic").FullName;

    private string Target => Path.Combine(_folder, "checkpoint.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }
}
