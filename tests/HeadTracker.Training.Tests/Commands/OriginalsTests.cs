using HeadTracker.Training.Commands;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Commands;

/// <summary>No verb of training writes over what it reads, however the paths are written.</summary>
public sealed class OriginalsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("faces.htpack")]
    [InlineData("./faces.htpack")]
    [InlineData("link.htpack")]
    [InlineData("boxes.json")]
    public void The_files_of_a_dataset(string output)
    {
        if (OperatingSystem.IsWindows() && output == "link.htpack") return;
        var pack = _folder.Write("faces.htpack", "faces");
        if (!OperatingSystem.IsWindows()) File.CreateSymbolicLink(_folder.PathOf("link.htpack"), "faces.htpack");
        var boxes = _folder.Write("boxes.json", "boxes");
        var error = Assert.Throws<UserErrorException>(() =>
            Originals.Protect(Path.Combine(Path.GetDirectoryName(pack)!, output), Originals.Of([$"{pack},boxes={boxes}"])));
        Assert.Contains("itself, which this command reads", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_is_nobody_s()
    {
        var pack = _folder.Write("faces.htpack", "faces");
        Originals.Protect(_folder.PathOf("new.htpack"), Originals.Of([pack]));
        Originals.Protect(_folder.PathOf("new.htpack"), null, pack);
    }

    [Theory]
    [InlineData("pack", "--data")]
    [InlineData("boxes", "--photos")]
    [InlineData("boxes", "--data")]
    [InlineData("label", "--landmarks")]
    [InlineData("profile", "--landmarks")]
    [InlineData("average", "--model")]
    public void Verbs_refuse_before_they_read(string verb, string option)
    {
        var file = _folder.Write("set.htpack", "faces");
        var output = Path.Combine(_folder.Root, ".", "set.htpack");
        var (before, error) = (Console.Error, new StringWriter());
        Console.SetError(error);
        try
        {
            Assert.Equal(1, TrainCommandLine.Run([verb, option, file, "--out", output]));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("itself, which this command reads", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("faces", File.ReadAllText(file));
    }
}
