using System.Diagnostics;
using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.Tests.Capture;
using HeadTracker.Tests.Support;
using OpenCvSharp;

namespace HeadTracker.Tests.Commands;

/// <summary>The program on real photos and clips.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Image_prints_one_object_per_picture_as_designed()
    {
        var samples = Enumerable.Range(5, 2).Select(number => Path.Combine(AppContext.BaseDirectory, "demo", $"sample{number}.jpg")).ToList();
        var result = Program.Run([.. new[] { "image" }, .. samples, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var objects = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(samples, objects.Select(one => one.GetProperty("file").GetString()));
        // People who sit for a photo: five in the one, four in the other, and all look towards the camera.
        Assert.Equal([5, 4], objects.Select(one => one.GetProperty("faces").GetArrayLength()));
        foreach (var one in objects)
        {
            Assert.Equal(["file", "width", "height", "faces"], one.EnumerateObject().Select(property => property.Name));
            foreach (var face in one.GetProperty("faces").EnumerateArray())
            {
                Assert.Equal(["box", "score", "yaw", "pitch", "roll", "quaternion", "confidence"], face.EnumerateObject().Select(property => property.Name));
                Assert.InRange(face.GetProperty("yaw").GetSingle(), -60, 60);
                Assert.Equal(1, face.GetProperty("quaternion").EnumerateArray().Sum(q => q.GetDouble() * q.GetDouble()), 4);
                Assert.InRange(face.GetProperty("confidence").GetDouble(), 0, 1);
            }
        }
    }

    [Fact]
    public void Image_writes_annotated_copies_under_the_pictures_names()
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "demo", "sample6.jpg");
        Directory.CreateDirectory(_folder.PathOf("other"));
        File.Copy(sample, _folder.PathOf("other/sample6.jpg"));
        var result = Program.Run("image", sample, _folder.PathOf("other/sample6.jpg"), "--out", _folder.PathOf("out"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["sample6-2.jpg", "sample6.jpg"],
            Directory.EnumerateFiles(_folder.PathOf("out")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        using var before = ImageFile.Read(sample);
        using var after = ImageFile.Read(_folder.PathOf("out/sample6.jpg"));
        Assert.Equal(before.Size(), after.Size());
    }

    [SharedFact("data/video/head-pose-face-detection-female.gif")]
    public void Track_writes_whole_files_with_a_face_in_every_frame()
    {
        var result = Program.Run("track", "--headless", "--source", SharedData.PathOf("data/video/head-pose-face-detection-female.gif"), "--out",
            _folder.PathOf("out"), "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var summary = AssertWhole(_folder.PathOf("out"));
        Assert.Equal(23, summary.GetProperty("frames").GetInt32());
        Assert.Equal(23, summary.GetProperty("framesWithFace").GetInt32());
        Assert.Equal(0, summary.GetProperty("dropped").GetInt32());
        Assert.False(summary.GetProperty("interrupted").GetBoolean());
        Assert.Equal("CPU", summary.GetProperty("provider").GetString());
        foreach (var stage in new[] { "capture", "detection", "estimation", "filtering", "output" })
        {
            var times = summary.GetProperty("stages").GetProperty(stage);
            Assert.True(times.GetProperty("p50").GetDouble() <= times.GetProperty("p95").GetDouble());
            Assert.True(times.GetProperty("p95").GetDouble() <= times.GetProperty("p99").GetDouble());
        }

        Assert.Equal(summary.GetProperty("frames").GetInt32(), JsonDocument.Parse(result.Output).RootElement.GetProperty("frames").GetInt32());
    }

    [SharedFact("data/video/head-pose-face-detection-female-and-male.gif")]
    public void All_faces_are_followed_under_their_own_numbers()
    {
        var result = Program.Run("track", "--headless", "--faces", "all", "--source",
            SharedData.PathOf("data/video/head-pose-face-detection-female-and-male.gif"), "--out", _folder.PathOf("out"));
        Assert.Equal(0, result.ExitCode);
        // She sits to the left of him: her box never carries his number.
        var rows = File.ReadLines(_folder.PathOf("out/poses.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var byId = rows.GroupBy(row => row[3]).OrderByDescending(group => group.Count()).Take(2).ToList();
        Assert.All(byId, person => Assert.True(person.Count() >= 45, $"person {person.Key} was seen in {person.Count()} of 56 frames"));
        var sides = byId.Select(person => person.Select(row => float.Parse(row[4]) < 240).Distinct().ToList()).ToList();
        Assert.All(sides, side => Assert.Single(side));
        Assert.NotEqual(sides[0][0], sides[1][0]);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void Interrupted_run_leaves_whole_files_and_succeeds(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        // Long enough to be interrupted on any machine.
        using var process = Program.Start("track", "--headless", "--source", _folder.AddFilm("film.mp4", 3000, width: 640, height: 480), "--out",
            _folder.PathOf("out"));
        // The film begins with the first frame.
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(_folder.PathOf("out/annotated.partial.mp4")) is { Exists: true, Length: > 0 }, 30_000));
        Program.Signal(process, signal);
        // A terminal that closes says so more than once, and nobody is in a hurry.
        if (signal == "HUP") Program.Signal(process, signal);
        var result = Program.Finish(process);
        Assert.True(result.ExitCode == 0, result.Error);
        var summary = AssertWhole(_folder.PathOf("out"));
        Assert.InRange(summary.GetProperty("frames").GetInt32(), 1, 2999);
        Assert.True(summary.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public void A_second_run_into_one_folder_is_refused_and_the_first_is_whole()
    {
        if (OperatingSystem.IsWindows()) return;
        var film = _folder.AddFilm("film.mp4", 3000, width: 640, height: 480);
        using var first = Program.Start("track", "--headless", "--source", film, "--out", _folder.PathOf("out"));
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(_folder.PathOf("out/annotated.partial.mp4")) is { Exists: true, Length: > 0 }, 30_000));

        var second = Program.Run("track", "--headless", "--source", film, "--frames", "5", "--out", _folder.PathOf("out") + "/");

        Program.AssertOneSentence(second, 1, "another run is writing to");
        Program.Interrupt(first);
        Assert.True(Program.Finish(first).ExitCode == 0);
        AssertWhole(_folder.PathOf("out"));
    }

    [Fact]
    public void A_run_that_was_killed_keeps_nobody_off_its_folder()
    {
        using var first = Program.Start("track", "--headless", "--source", _folder.AddFilm("film.mp4", 3000, width: 640, height: 480), "--out",
            _folder.PathOf("out"));
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(_folder.PathOf("out/annotated.partial.mp4")) is { Exists: true, Length: > 0 }, 30_000));
        first.Kill(entireProcessTree: true);
        first.WaitForExit();

        var second = Program.Run("track", "--headless", "--source", _folder.AddFilm("short.mp4", 5), "--out", _folder.PathOf("out"));

        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(5, AssertWhole(_folder.PathOf("out")).GetProperty("frames").GetInt32());
    }

    [SharedFact("cases/07-film-cannot-be-encoded/slomo.mp4")]
    public void Slow_motion_has_poses_and_a_film()
    {
        var result = Program.Run("track", "--headless", "--source", SharedData.PathOf("cases/07-film-cannot-be-encoded/slomo.mp4"), "--out",
            _folder.PathOf("out"));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(60, AssertWhole(_folder.PathOf("out")).GetProperty("frames").GetInt32());
    }

    [Fact]
    public void A_film_that_outgrows_its_space_costs_no_poses()
    {
        if (!OperatingSystem.IsLinux()) return;
        Directory.CreateDirectory(_folder.PathOf("in"));
        for (var i = 0; i < 8; i++)
        {
            using var picture = new Mat(480, 640, MatType.CV_8UC3);
            Noise.Fill(picture, i);
            Assert.True(Cv2.ImWrite(_folder.PathOf($"in/{i}.png"), picture));
        }

        // A limit on file size stands in for a disk with room for the poses alone.
        var result = Program.RunInShell("export DOTNET_EnableWriteXorExecute=0; ulimit -f 64; trap '' XFSZ", "track", "--headless", "--source",
            _folder.PathOf("in"), "--out", _folder.PathOf("out"));

        Assert.Equal(1, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The film annotated.mp4 is left out", line, StringComparison.Ordinal);
        Assert.Contains("could not be written whole", line, StringComparison.Ordinal);
        Assert.Equal(["poses.csv", "poses.jsonl", "summary.json"],
            Directory.EnumerateFileSystemEntries(_folder.PathOf("out")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal(8, File.ReadLines(_folder.PathOf("out/poses.jsonl")).Count());
    }

    [SharedFact("cases/17-film-of-uneven-clip/vfr10.mkv")]
    public void The_film_of_an_uneven_clip_is_as_long_as_the_clip()
    {
        var result = Program.Run("track", "--headless", "--source", SharedData.PathOf("cases/17-film-of-uneven-clip/vfr10.mkv"), "--out",
            _folder.PathOf("out"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(60, File.ReadLines(_folder.PathOf("out/poses.jsonl")).Count());
        using var film = new VideoFileSource(_folder.PathOf("out/annotated.mp4"));
        Assert.Equal(6, film.FrameCount!.Value / film.FramesPerSecond, 0.1);
    }

    [Fact]
    public void Demo_without_camera_or_display_writes_pictures_and_a_summary()
    {
        var result = Program.Run("demo", "--headless", "--out", _folder.PathOf("out"));
        Assert.True(result.ExitCode == 0, result.Error);
        var files = Directory.EnumerateFiles(_folder.PathOf("out")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal([.. Enumerable.Range(1, 6).Select(number => $"sample{number}.jpg"), "summary.json"], files);
        Assert.Contains(_folder.PathOf("out"), result.Output, StringComparison.Ordinal);
        var photos = JsonDocument.Parse(File.ReadAllText(_folder.PathOf("out/summary.json"))).RootElement.GetProperty("photos");
        Assert.All(photos.EnumerateArray(), photo => Assert.True(photo.GetProperty("faces").GetArrayLength() >= 3));
    }

    [Fact]
    public void Doctor_finds_everything_that_tests_need()
    {
        var result = Program.Run("doctor", "--json");
        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        var subjects = JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(finding => finding.GetProperty("subject").GetString()).ToList();
        Assert.Superset(new HashSet<string?> { "OpenCV", "ONNX Runtime", "Detector", "Pose model", "Text", "Window", "Loaded" },
            new HashSet<string?>(subjects));
        Assert.Contains("onnxruntime", result.Output, StringComparison.Ordinal);
    }

    /// <summary>All four files, none half-written, that agree on the number of frames.</summary>
    private static JsonElement AssertWhole(string folder)
    {
        Assert.Equal(
            ["annotated.mp4", "poses.csv", "poses.jsonl", "summary.json"],
            Directory.EnumerateFileSystemEntries(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json"))).RootElement;
        var frames = summary.GetProperty("frames").GetInt32();
        var lines = File.ReadAllLines(Path.Combine(folder, "poses.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("frame").GetInt32());
        Assert.Equal(Enumerable.Range(0, frames), lines);
        Assert.Equal(frames, File.ReadLines(Path.Combine(folder, "poses.csv")).Skip(1).Select(row => row.Split(',')[0]).Distinct().Count());
        using var film = new VideoFileSource(Path.Combine(folder, "annotated.mp4"));
        Assert.Equal(frames, film.FrameCount);
        return summary;
    }
}
