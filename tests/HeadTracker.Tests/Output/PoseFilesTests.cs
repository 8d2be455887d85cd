using System.Globalization;
using System.Numerics;
using System.Text.Json;
using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tests.Capture;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Tests.Output;

public sealed class PoseFilesTests : IDisposable
{
    private static readonly HeadPose Filtered =
        new(new EulerAngles(31.25f, -12.5f, 4.75f).ToRotation(), new Vector3(0.125f, -0.25f, -0.75f), TimeSpan.FromSeconds(0.5), 0.875f);
    private static readonly HeadPose Measured = Filtered with { Rotation = new EulerAngles(33, -12, 5).ToRotation() };
    private readonly TestFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly Pool<Frame> _frames = Frame.NewPool();
    private readonly Pool<TrackedFrame> _results = TrackedFrame.NewPool();

    public void Dispose()
    {
        _frames.Dispose();
        _results.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Lines_hold_every_frame_with_all_digits()
    {
        using (var output = new OutputFolder(_folder.Path))
        using (var sink = new PoseJsonLinesSink(output, "poses.jsonl"))
        {
            WriteTo(sink);
            sink.Complete();
            sink.Dispose();
            output.Commit();
        }

        var lines = File.ReadAllLines(_folder.PathOf("poses.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal(1, line.GetProperty("version").GetInt32()));
        Assert.Equal((7, 0.5, "tracking"),
            (lines[0].GetProperty("frame").GetInt64(), lines[0].GetProperty("time").GetDouble(), lines[0].GetProperty("state").GetString()));
        var face = lines[0].GetProperty("faces")[0];
        Assert.Equal(
            ["id", "box", "score", "yaw", "pitch", "roll", "quaternion", "translation", "confidence", "measured"],
            face.EnumerateObject().Select(property => property.Name));
        Assert.Equal([10.5f, 20.25f, 30, 40], Numbers(face.GetProperty("box")));
        Assert.Equal([Filtered.Rotation.W, Filtered.Rotation.X, Filtered.Rotation.Y, Filtered.Rotation.Z], Numbers(face.GetProperty("quaternion")));
        Assert.Equal([0.125f, -0.25f, -0.75f], Numbers(face.GetProperty("translation")));
        Assert.Equal(Filtered.Angles.Yaw, face.GetProperty("yaw").GetSingle());
        Assert.Equal(33, face.GetProperty("measured").GetProperty("yaw").GetSingle(), 3);
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("faces")[1].GetProperty("translation").ValueKind);
        Assert.Equal("lost", lines[1].GetProperty("state").GetString());
        Assert.Equal(0, lines[1].GetProperty("faces").GetArrayLength());
    }

    [Fact]
    public void Table_has_as_many_cells_in_every_row_and_a_point_in_every_number()
    {
        using (var output = new OutputFolder(_folder.Path))
        using (var sink = new PoseCsvSink(output, "poses.csv"))
        {
            WriteTo(sink);
            sink.Complete();
            sink.Dispose();
            output.Commit();
        }

        var rows = File.ReadAllLines(_folder.PathOf("poses.csv")).Select(line => line.Split(',')).ToList();
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        var first = rows[0].Zip(rows[1]).ToDictionary(cell => cell.First, cell => cell.Second);
        Assert.Equal(Filtered.Angles.Yaw, float.Parse(first["yaw_deg"], CultureInfo.InvariantCulture));
        Assert.Equal(Measured.Angles.Yaw, float.Parse(first["measured_yaw_deg"], CultureInfo.InvariantCulture));
        Assert.Equal(Measured.Rotation.Y, float.Parse(first["measured_qy"], CultureInfo.InvariantCulture));
        Assert.Equal("-0.75", first["measured_tz_m"]);
        Assert.Equal("10.5", first["x_px"]);
        Assert.Equal(Filtered.Rotation.Z, float.Parse(first["qz"], CultureInfo.InvariantCulture));
        Assert.Equal("-0.75", first["tz_m"]);
        Assert.Equal("", rows[2][Array.IndexOf(rows[0], "tz_m")]);
        Assert.Equal(["8", "0.5", "lost"], rows[3][..3]);
        Assert.All(rows[3][3..], cell => Assert.Equal("", cell));
    }

    [Fact]
    public void Writing_poses_allocates_nothing()
    {
        using var output = new OutputFolder(_folder.Path);
        using var lines = new PoseJsonLinesSink(output, "poses.jsonl");
        using var table = new PoseCsvSink(output, "poses.csv");
        using var standard = new StandardLinesSink(
            new FileStream(_folder.PathOf("standard"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0), () => { });
        using var frame = NewFrame(7, true);
        for (var i = 0; i < 500; i++) Write();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 500; i++) Write();
        }));

        void Write()
        {
            lines.Write(frame.Result);
            standard.Write(frame.Result);
            table.Write(frame.Result);
        }
    }

    [Fact]
    public void Film_has_every_frame_of_a_file_with_the_faces_drawn_in()
    {
        using (var output = new OutputFolder(_folder.Path))
        using (var sink = new AnnotatedVideoSink(output, "film.mp4", 25, isLive: false, 70, _reports.Add))
        {
            for (var i = 0; i < 9; i++)
            {
                using var frame = NewFrame(i, true);
                sink.Write(frame);
            }

            sink.Complete();
            sink.Dispose();
            output.Commit();
        }

        using var film = new VideoFileSource(_folder.PathOf("film.mp4"));
        Assert.Equal((9, 25), (film.FrameCount, film.FramesPerSecond));
        using var picture = _frames.Rent();
        Assert.True(film.TryRead(picture, CancellationToken.None));
        Assert.Equal(new Size(160, 120), picture.Image.Size());
        Cv2.MinMaxLoc(picture.Image.Reshape(1), out double darkest, out double brightest);
        Assert.True(brightest - darkest > 50, "something was drawn on the even grey");
    }

    [Fact]
    public void Film_of_a_live_source_keeps_its_time()
    {
        using (var output = new OutputFolder(_folder.Path))
        using (var sink = new AnnotatedVideoSink(output, "film.mp4", 30, isLive: true, 70, _reports.Add))
        {
            // Two seconds at a third of the film's rate, after a start that is not zero.
            for (var i = 0; i < 21; i++)
            {
                using var frame = NewFrame(i, false, TimeSpan.FromSeconds(5 + i * 0.1));
                sink.Write(frame);
            }

            sink.Complete();
            sink.Dispose();
            output.Commit();
        }

        using var film = new VideoFileSource(_folder.PathOf("film.mp4"));
        Assert.Equal(61, film.FrameCount);
    }

    [Fact]
    public void Run_without_a_frame_leaves_no_film()
    {
        using var output = new OutputFolder(_folder.Path);
        using var sink = new AnnotatedVideoSink(output, "film.mp4", 25, isLive: false, 70, _reports.Add);
        sink.Complete();
        output.Commit();
        Assert.Empty(_folder.Names);
    }

    private static IEnumerable<float> Numbers(JsonElement array) => array.EnumerateArray().Select(number => number.GetSingle());

    private void WriteTo(IPoseSink sink)
    {
        using var seen = NewFrame(7, true);
        sink.Write(seen.Result);
        using var lost = NewFrame(8, false);
        sink.Write(lost.Result);
    }

    private TrackedFrame NewFrame(long index, bool withFaces, TimeSpan? time = null)
    {
        var tracked = _results.Rent();
        tracked.Frame = _frames.Rent();
        tracked.Frame.Image.Create(120, 160, MatType.CV_8UC3);
        tracked.Frame.Image.SetTo(Scalar.All(128));
        (tracked.Frame.Index, tracked.Frame.Timestamp) = (index, time ?? TimeSpan.FromSeconds(0.5));
        tracked.Result.Clear();
        (tracked.Result.Index, tracked.Result.Timestamp) = (index, tracked.Frame.Timestamp);
        tracked.Result.State = withFaces ? TrackingState.Tracking : TrackingState.Lost;
        if (!withFaces) return tracked;
        tracked.Result.Faces.Add(new FacePose(1, new FaceBox(10.5f, 20.25f, 30, 40), 0.9f, Measured, Filtered, Filtered));
        tracked.Result.Faces.Add(new FacePose(2, new FaceBox(90, 60, 30, 40), 0.7f, Measured, Filtered with { Translation = null }, Filtered));
        return tracked;
    }
}
