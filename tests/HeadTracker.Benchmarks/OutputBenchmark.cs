using System.Buffers;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Output.Protocols;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Benchmarks;

/// <summary>A frame's pose as a line of JSON and as opentrack's datagram.</summary>
public class OutputBenchmark
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly OpentrackUdp _opentrack = new();
    private readonly byte[] _datagram = new byte[IPoseProtocol.LongestDatagram];
    private readonly TrackingResult _result = new();
    private readonly HeadPose _pose = new(new EulerAngles(21.3f, -7.9f, 2.2f).ToRotation(), new(0.1f, 0.05f, -0.7f), TimeSpan.FromSeconds(12.3), 0.83f);
    private PoseLine _line = null!;

    [GlobalSetup]
    public void Setup()
    {
        _line = new PoseLine(_buffer);
        _result.Timestamp = _pose.Timestamp;
        _result.Faces.Add(new FacePose(1, new FaceBox(210.5f, 98.25f, 180.125f, 201.5f), 0.93f, _pose));
    }

    [Benchmark]
    public int JsonLine()
    {
        _buffer.ResetWrittenCount();
        _line.Write(_result);
        return _buffer.WrittenCount;
    }

    /// <summary>The same fields by the serialiser.</summary>
    [Benchmark(Baseline = true)]
    public int JsonBySerializer()
    {
        var face = _result.Faces[0];
        object Rotation(HeadPose pose) => new
        {
            yaw = pose.Angles.Yaw, pitch = pose.Angles.Pitch, roll = pose.Angles.Roll,
            quaternion = new[] { pose.Rotation.W, pose.Rotation.X, pose.Rotation.Y, pose.Rotation.Z },
            translation = new[] { pose.Translation!.Value.X, pose.Translation.Value.Y, pose.Translation.Value.Z },
        };
        var text = JsonSerializer.Serialize(new
        {
            version = 1, frame = _result.Index, time = _result.Timestamp.TotalSeconds, state = "tracking",
            faces = new[] { new { id = face.Id, box = new[] { face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height }, score = face.Score,
                pose = Rotation(face.Pose), confidence = face.Pose.Confidence, measured = Rotation(face.Measured) } },
        });
        return Encoding.UTF8.GetBytes(text).Length;
    }

    [Benchmark]
    public int Datagram() => _opentrack.Encode(_pose, _datagram);

    [GlobalCleanup]
    public void Cleanup() => _line.Dispose();
}
