using System.Text.Json;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary><c>poses.jsonl</c>: one object per processed frame, whether it shows a face or not.</summary>
/// <remarks>
/// <code>{"frame":12,"time":0.4,"state":"tracking","faces":[{"id":1,"box":[x,y,w,h],"score":0.9,"yaw":…,"pitch":…,"roll":…,
/// "quaternion":[w,x,y,z],"translation":[x,y,z] or null,"confidence":0.8,"measured":{"yaw":…,"pitch":…,"roll":…,"quaternion":[…]}}]}</code>
/// The face's own values are the filtered ones in the camera frame; <c>measured</c> is before the filter.
/// </remarks>
public sealed class PoseJsonLinesSink : IPoseSink
{
    private readonly BufferedFile _file;
    private readonly Utf8JsonWriter _json;

    public PoseJsonLinesSink(OutputFolder folder, string name)
    {
        _file = new BufferedFile(folder, name);
        _json = new Utf8JsonWriter(_file.Buffer);
    }

    public void Write(TrackedFrame frame)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("frame"u8, frame.Frame.Index);
        _json.WriteNumber("time"u8, frame.Frame.Timestamp.TotalSeconds);
        _json.WriteString("state"u8, TrackingStateName.Of(frame.Result.State));
        _json.WriteStartArray("faces"u8);
        foreach (var face in frame.Result.Faces) WriteFace(face);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _file.Buffer.GetSpan(1)[0] = (byte)'\n';
        _file.Buffer.Advance(1);
        _file.FlushWhenFull();
    }

    public void Complete() => _file.Complete();

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void WriteFace(in FacePose face)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id"u8, face.Id);
        PoseJson.WriteBox(_json, face.Box);
        _json.WriteNumber("score"u8, face.Score);
        PoseJson.WriteRotation(_json, face.Pose);
        PoseJson.WriteTranslation(_json, face.Pose);
        _json.WriteNumber("confidence"u8, face.Pose.Confidence);
        _json.WriteStartObject("measured"u8);
        PoseJson.WriteRotation(_json, face.Measured);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }
}
