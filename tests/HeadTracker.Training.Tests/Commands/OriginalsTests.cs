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
    [InlineData("pack", "--data", "FILE")]
    [InlineData("boxes", "--photos", "FILE")]
    [InlineData("boxes", "--data", "FILE")]
    [InlineData("label", "--landmarks", "FILE")]
    [InlineData("profile", "--landmarks", "FILE")]
    public void Verbs_refuse_before_they_read(string verb, string option, string value)
    {
        var file = _folder.Write("set.htpack", "faces");
        Assert.Equal(1, TrainCommandLine.Run([verb, option, value.Replace("FILE", file, StringComparison.Ordinal), "--out", Path.Combine(Path.GetDirectoryName(file)!, ".", "set.htpack")]));
        Assert.Equal("faces", File.ReadAllText(file));
    }
}
