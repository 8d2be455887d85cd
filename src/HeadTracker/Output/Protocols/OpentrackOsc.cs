using System.Numerics;
using HeadTracker.Attention;
using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>opentrack's OSC output for spatial audio: <c>/bridge/quat</c> w x y z, with q = Qy(yaw)·Qx(pitch)·Qz(-roll) of <see cref="GameAxes"/>.</summary>
public sealed class OpentrackOsc : IPoseProtocol
{
    private const float RadiansPerDegree = MathF.PI / 180;

    /// <summary>The port its receivers listen on unless told otherwise.</summary>
    public const int DefaultPort = 53101;

    public int Encode(in HeadPose pose, Span<byte> datagram)
    {
        var p = GameAxes.From(pose);
        var q = Quaternion.CreateFromAxisAngle(Vector3.UnitY, (float)p.Yaw * RadiansPerDegree)
            * Quaternion.CreateFromAxisAngle(Vector3.UnitX, (float)p.Pitch * RadiansPerDegree)
            * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, (float)-p.Roll * RadiansPerDegree);

        var osc = new OscWriter(datagram);
        osc.Address("/bridge/quat", "ffff");
        osc.Float(q.W);
        osc.Float(q.X);
        osc.Float(q.Y);
        osc.Float(q.Z);
        return osc.Length;
    }

    public int Encode(in AttentionEvent happened, Span<byte> datagram) => OscAttention.Encode(happened, datagram);
}
