using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Replay;

namespace HeadTracker.Tests.Commands;

/// <summary>Whatever way the output folder is written in, no verb replaces what it reads.</summary>
public sealed class OriginalsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public OriginalsTests()
    {
        Directory.CreateDirectory(_folder.PathOf("in"));
        if (!OperatingSystem.IsWindows()) Directory.CreateSymbolicLink(_folder.PathOf("link"), "in");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("in/a.png", "in/")]
    [InlineData("in/a.png", "in/.")]
    [InlineData("in/a.png", "in/../in//")]
    [InlineData("in/a.png", "link")]
    [InlineData("link/a.png", "in")]
    [InlineData("shortcut.png", "link/")]
    public void Image(string picture, string output)
    {
        if (OperatingSystem.IsWindows() && (picture + output).Contains("link", StringComparison.Ordinal)) return;
        _folder.AddPicture("in/a.png");
        if (picture == "shortcut.png") File.CreateSymbolicLink(_folder.PathOf(picture), "in/a.png");
        AssertKept("in/a.png", "would replace the picture itself", "image", _folder.PathOf(picture), "--out", _folder.PathOf(output));
    }

    [Theory]
    [InlineData("in/")]
    [InlineData("link")]
    public void Replay(string output)
    {
        if (OperatingSystem.IsWindows() && output == "link") return;
        File.WriteAllLines(_folder.PathOf("in/poses.jsonl"), Recording.Of(5, _ => 0));
        AssertKept("in/poses.jsonl", "would replace the recording", "replay", _folder.PathOf("in/poses.jsonl"), "--filter", "none", "--out",
            _folder.PathOf(output));
    }

    [Theory]
    [InlineData("in/annotated.mp4", "in")]
    [InlineData("in/annotated.mp4", "link/")]
    [InlineData("link/annotated.mp4", "in")]
    [InlineData("file://", "in")]
    public void Track(string source, string output)
    {
        if (OperatingSystem.IsWindows() && (source + output).Contains("link", StringComparison.Ordinal)) return;
        var film = _folder.AddFilm("in/annotated.mp4", 10);
        AssertKept("in/annotated.mp4", "would replace the source", "track", "--headless", "--source",
            source == "file://" ? new Uri(film).AbsoluteUri : _folder.PathOf(source), "--out", _folder.PathOf(output));
    }

    [Fact]
    public void Demo()
    {
        // The program's own photos: the folder they lie in, by another way.
        var samples = Path.Combine(AppContext.BaseDirectory, "demo");
        var before = Directory.EnumerateFiles(samples).ToDictionary(file => file, File.ReadAllBytes);
        Program.AssertOneSentence(Program.Run("demo", "--headless", "--out", samples + "/."), 1, "would replace the picture itself");
        Assert.Equal(before, Directory.EnumerateFiles(samples).ToDictionary(file => file, File.ReadAllBytes));
    }

    [Fact]
    public void A_copy_beside_other_pictures_is_none_of_theirs()
    {
        // The same name in two folders, one of them the output: the other's copy would be the first's end.
        _folder.AddPicture("in/a.png", brightness: 10);
        Directory.CreateDirectory(_folder.PathOf("other"));
        _folder.AddPicture("other/a.png", brightness: 200);
        AssertKept("in/a.png", "would replace the picture itself", "image", _folder.PathOf("other/a.png"), _folder.PathOf("in/a.png"), "--out",
            _folder.PathOf("in"));
    }

    private void AssertKept(string original, string sentence, params string[] arguments)
    {
        var before = File.ReadAllBytes(_folder.PathOf(original));
        Program.AssertOneSentence(Program.Run(arguments), 1, sentence);
        Assert.Equal(before, File.ReadAllBytes(_folder.PathOf(original)));
        Assert.Equal([Path.GetFileName(original)], Directory.EnumerateFileSystemEntries(_folder.PathOf("in")).Select(Path.GetFileName));
    }
}
