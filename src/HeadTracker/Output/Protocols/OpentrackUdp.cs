using System.Buffers.Binary;
using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>
/// "UDP over network" of opentrack: six little-endian doubles X, Y, Z, yaw, pitch, roll (see <see cref="GameAxes"/>), 48 bytes.
/// FaceTrackNoIR expects a 32-bit frame number behind them.
/// </summary>
public sealed class OpentrackUdp(bool withFrameNumber = false) : IPoseProtocol
{
    private uint _frame;

    /// <summary>The port its receivers listen on unless told otherwise.</summary>
    public const int DefaultPort = 4242;

    public int Encode(in HeadPose pose, Span<byte> datagram)
    {
        var p = GameAxes.From(pose);
        ReadOnlySpan<double> values = [p.X, p.Y, p.Z, p.Yaw, p.Pitch, p.Roll];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(datagram[(8 * i)..], values[i]);
        if (!withFrameNumber) return 48;

        BinaryPrimitives.WriteUInt32LittleEndian(datagram[48..], ++_frame);
        return 52;
    }
}
