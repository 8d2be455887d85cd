using System.Buffers;
using System.Text.Json;
using HeadTracker.Attention;
using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>
/// One JSON object per pose: <c>{"time","yaw","pitch","roll","quaternion":[w,x,y,z],"translation":[x,y,z] or null,"confidence"}</c>
/// in the program's own frame (see <see cref="HeadPose"/>), degrees, metres and seconds.
/// </summary>
public sealed class JsonDatagram : IPoseProtocol, IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(IPoseProtocol.LongestDatagram);
    private readonly Utf8JsonWriter _json;

    public JsonDatagram() => _json = new Utf8JsonWriter(_buffer);

    /// <summary>The port its receivers listen on unless told otherwise.</summary>
    public const int DefaultPort = 4243;

    public int Encode(in HeadPose pose, Span<byte> datagram)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("time"u8, pose.Timestamp.TotalSeconds);
        PoseJson.WriteRotation(_json, pose);
        PoseJson.WriteTranslation(_json, pose);
        _json.WriteNumber("confidence"u8, pose.Confidence);
        _json.WriteEndObject();
        _json.Flush();
        _buffer.WrittenSpan.CopyTo(datagram);
        return _buffer.WrittenCount;
    }

    /// <summary><see cref="AttentionJson"/>'s event, alone in its datagram: what has a <c>warning</c> is no pose.</summary>
    public int Encode(in AttentionEvent happened, Span<byte> datagram)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        AttentionJson.Write(_json, happened);
        _json.Flush();
        _buffer.WrittenSpan.CopyTo(datagram);
        return _buffer.WrittenCount;
    }

    public void Dispose() => _json.Dispose();
}
