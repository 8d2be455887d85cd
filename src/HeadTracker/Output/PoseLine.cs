using HeadTracker.Serialization;
using System.Buffers;
using System.Text.Json;
using HeadTracker.Results;

namespace HeadTracker.Output;

/// <summary>A frame's faces as one line of JSON, wherever lines go. Not thread-safe; allocates nothing.</summary>
/// <remarks>
/// <code>{"version":1,"frame":12,"time":0.4,"state":"tracking","faces":[{"id":1,"box":[x,y,w,h],"score":0.9,"yaw":…,"pitch":…,"roll":…,
/// "quaternion":[w,x,y,z],"translation":[x,y,z] or null,"confidence":0.8,
/// "measured":{"yaw":…,"pitch":…,"roll":…,"quaternion":[…],"translation":[…] or null}}]}</code>
/// The face's own values are the filtered ones in the camera frame; <c>measured</c> is before the filter. A face whose pose is sent
/// otherwise, recentred or shaped, has the like of <c>measured</c> as <c>output</c>; one that may be none has
/// <c>"sure":false</c>; with the driver-monitoring demo the line has
/// <c>attention</c> (<see cref="AttentionJson"/>). Every line has the version,
/// because lines are cut, joined and piped.
/// </remarks>
internal sealed class PoseLine(ArrayBufferWriter<byte> buffer) : IDisposable
{
    /// <summary>Rises when a reader of the old lines would misread the new ones.</summary>
    public const int Version = 1;

    private readonly Utf8JsonWriter _json = new(buffer);

    /// <summary>Appends the line with its end.</summary>
    public void Write(TrackingResult result)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("version"u8, Version);
        _json.WriteNumber("frame"u8, result.Index);
        _json.WriteNumber("time"u8, result.Timestamp.TotalSeconds);
        _json.WriteString("state"u8, WireName.Of(result.State));
        _json.WriteStartArray("faces"u8);
        foreach (var face in result.Faces) WriteFace(face);
        _json.WriteEndArray();
        AttentionJson.WriteMember(_json, result);
        _json.WriteEndObject();
        _json.Flush();
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
    }

    public void Dispose() => _json.Dispose();

    private void WriteFace(in FacePose face)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id"u8, face.Id);
        PoseJson.WriteBox(_json, face.Box);
        _json.WriteNumber("score"u8, face.Score);
        if (!face.IsSure) _json.WriteBoolean("sure"u8, false);
        PoseJson.WriteRotation(_json, face.Pose);
        PoseJson.WriteTranslation(_json, face.Pose);
        _json.WriteNumber("confidence"u8, face.Pose.Confidence);
        _json.WriteStartObject("measured"u8);
        PoseJson.WriteRotation(_json, face.Measured);
        PoseJson.WriteTranslation(_json, face.Measured);
        _json.WriteEndObject();
        if (face.Output != face.Pose)
        {
            _json.WriteStartObject("output"u8);
            PoseJson.WriteRotation(_json, face.Output);
            PoseJson.WriteTranslation(_json, face.Output);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }
}
