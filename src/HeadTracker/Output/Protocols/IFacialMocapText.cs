using System.Buffers.Text;
using System.Buffers;
using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>
/// The head's part of iFacialMocap's text: <c>=head#x,y,z,px,py,pz|</c>, degrees about Unity's axes (x down, y to the person's
/// right, z to the person's left shoulder) and metres. It sends no expressions: receivers leave them as they are.
/// </summary>
public sealed class IFacialMocapText : IPoseProtocol
{
    private const double MetresPerCentimetre = 0.01;

    /// <summary>The port its receivers listen on unless told otherwise.</summary>
    public const int DefaultPort = 49983;

    public int Encode(in HeadPose pose, Span<byte> datagram)
    {
        var p = GameAxes.From(pose);
        ReadOnlySpan<double> values =
        [
            -p.Pitch, p.Yaw, p.Roll, -p.X * MetresPerCentimetre, p.Y * MetresPerCentimetre, -p.Z * MetresPerCentimetre,
        ];

        "=head#"u8.CopyTo(datagram);
        var length = 6;
        foreach (var value in values)
        {
            Utf8Formatter.TryFormat(value, datagram[length..], out var written, new StandardFormat('F', 5));
            length += written;
            datagram[length++] = (byte)',';
        }

        datagram[length - 1] = (byte)'|';
        return length;
    }
}
