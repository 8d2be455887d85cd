using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

/// <summary>Whatever is wrong with the input: one sentence, exit code 1, nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _sample = Path.Combine(AppContext.BaseDirectory, "demo", "sample5.jpg");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nowhere.onnx", "There is no model")]
    [InlineData("noise.onnx", "noise.onnx")]
    [InlineData("truncated.onnx", "truncated.onnx")]
    [InlineData("changed.onnx", "manifest")]
    [InlineData("detector.onnx", "detector.onnx")]
    public void Pose_model(string model, string contains)
    {
        AddModels();
        var file = _folder.PathOf(model);
        AssertRefused(["image", _sample, "--model", file, "--out", Results], contains);
        AssertRefused(["track", "--headless", "--source", _sample, "--model", file, "--out", Results], contains);
    }

    [Theory]
    [InlineData("nowhere.onnx", "There is no model")]
    [InlineData("truncated.onnx", "truncated.onnx")]
    [InlineData("changed.onnx", "manifest")]
    public void Detector(string model, string contains)
    {
        AddModels();
        AssertRefused(["image", _sample, "--detector", _folder.PathOf(model), "--out", Results], contains);
    }

    [Theory]
    [InlineData("missing.mp4", "There is no file, folder or camera called")]
    [InlineData("empty.mp4", "is empty")]
    [InlineData("broken.mp4", "is not a video that can be played")]
    [InlineData("truncated.mp4", "is not a video that can be played")]
    public void Video(string name, string contains)
    {
        _folder.AddFile("empty.mp4", []);
        _folder.AddFile("broken.mp4", [.. Enumerable.Range(0, 9000).Select(i => (byte)(i * i))]);
        var film = File.ReadAllBytes(_folder.AddFilm("whole.mp4", 30));
        _folder.AddFile("truncated.mp4", film[..(2 * film.Length / 3)]);
        AssertRefused(["track", "--headless", "--source", _folder.PathOf(name), "--out", Results], contains);
    }

    [Theory]
    [InlineData("missing.jpg", "There is no file")]
    [InlineData("empty.jpg", "is empty")]
    [InlineData("broken.jpg", "is not a picture that can be read")]
    public void Picture(string name, string contains)
    {
        _folder.AddFile("empty.jpg", []);
        _folder.AddFile("broken.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4]);
        AssertRefused(["image", _folder.PathOf(name), "--out", Results], contains);
    }

    [Fact]
    public void Folder_of_broken_pictures()
    {
        _folder.AddFile("1.png", [1]);
        _folder.AddFile("2.png", [1, 2, 3]);
        AssertRefused(["track", "--headless", "--source", _folder.Path, "--out", Results], "None of the 2 pictures");
    }

    [Fact]
    public void Camera_that_does_not_exist() =>
        AssertRefused(["track", "--headless", "--source", "97", "--out", Results],
            OperatingSystem.IsLinux() ? "Camera 97 does not exist: there is no /dev/video97" : "Camera 97 does not exist");

    [Fact]
    public void Provider_that_is_not_here()
    {
        if (!OperatingSystem.IsLinux()) return;
        AssertRefused(["image", _sample, "--provider", "coreml", "--out", Results], "CoreML does not run");
    }

    [Fact]
    public void No_display()
    {
        if (!OperatingSystem.IsLinux()) return;
        AssertRefused(["track", "--source", _folder.AddFilm("film.mp4", 5), "--out", Results], "--headless");
    }

    [Fact]
    public void Output_that_is_a_file()
    {
        var file = _folder.AddFile("results", [1]);
        Program.AssertOneSentence(Program.Run("track", "--headless", "--source", _folder.AddFilm("film.mp4", 5), "--out", file), 1, "is a file");
        Program.AssertOneSentence(Program.Run("image", _sample, "--out", file), 1, "is a file");
    }

    [Fact]
    public void Output_folder_that_may_not_be_written_to()
    {
        // The system's own file tree refuses even the superuser.
        if (!Directory.Exists("/proc/sys/kernel")) return;
        Program.AssertOneSentence(Program.Run("track", "--headless", "--source", _folder.AddFilm("film.mp4", 5), "--out", "/proc/sys/kernel"), 1, "--out");
        Program.AssertOneSentence(Program.Run("image", _sample, "--out", "/proc/sys/kernel/new"), 1, "--out");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Output_that_outgrows_its_space(int kibibytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        // A limit on file size stands in for a full disk: the write fails in the middle of the run, or with the first byte.
        var film = _folder.AddFilm("film.mp4", 200, width: 320, height: 240);
        var result = Program.RunInShell($"export DOTNET_EnableWriteXorExecute=0; ulimit -f {kibibytes}; trap '' XFSZ", "track", "--headless",
            "--source", film, "--out", Results);
        Program.AssertOneSentence(result, 1, "--out");
        Assert.False(Path.Exists(Results));
    }

    [Fact]
    public void Copy_that_would_replace_its_picture()
    {
        var picture = _folder.AddPicture("a.png");
        Program.AssertOneSentence(Program.Run("image", picture, "--out", _folder.Path), 1, "would replace the picture itself");
        Assert.Equal(["a.png"], _folder.Names);
    }

    private string Results => _folder.PathOf("results");

    private void AssertRefused(string[] arguments, string contains)
    {
        Program.AssertOneSentence(Program.Run(arguments), 1, contains);
        Assert.False(Path.Exists(Results), "the output folder must not stay");
    }

    private void AddModels()
    {
        var whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", "blazeface-front-128.onnx"));
        _folder.AddFile("noise.onnx", [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 31))]);
        _folder.AddFile("truncated.onnx", whole[..(whole.Length / 2)]);
        _folder.AddFile("changed.onnx", whole);
        _folder.AddFile("detector.onnx", whole);
        File.WriteAllText(_folder.PathOf("manifest.json"), $$"""
            {"models":[{"file":"changed.onnx","sha256":"{{new string('0', 64)}}","size":{{whole.Length}},"licence":"Apache-2.0","source":"test"}]}
            """);
    }
}
