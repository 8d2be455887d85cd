using HeadTracker.Attention;
using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>
/// Virtual Motion Capture over OSC, to a "marionette": one bundle of <c>/VMC/Ext/OK</c> (1), <c>/VMC/Ext/T</c> (seconds) and
/// <c>/VMC/Ext/Bone/Pos</c> "Head" with a local position (left at zero: bones keep their length) and a local rotation.
/// </summary>
/// <remarks>
/// Unity's frame is left-handed: x to the avatar's right, y up, z where it looks. Ours has x to the person's left, so the two
/// differ by a mirror of x, which turns a quaternion (x, y, z, w) into (x, -y, -z, w).
/// </remarks>
public sealed class VmcProtocol : IPoseProtocol
{
    /// <summary>The port its receivers listen on unless told otherwise.</summary>
    public const int DefaultPort = 39539;

    public int Encode(in HeadPose pose, Span<byte> datagram)
    {
        var osc = new OscWriter(datagram);
        osc.Bundle();

        var element = osc.BeginElement();
        osc.Address("/VMC/Ext/OK", "i");
        osc.Int(1);
        osc.EndElement(element);

        element = osc.BeginElement();
        osc.Address("/VMC/Ext/T", "f");
        osc.Float((float)pose.Timestamp.TotalSeconds);
        osc.EndElement(element);

        element = osc.BeginElement();
        osc.Address("/VMC/Ext/Bone/Pos", "sfffffff");
        osc.String("Head");
        for (var i = 0; i < 3; i++) osc.Float(0);
        osc.Float(pose.Rotation.X);
        osc.Float(-pose.Rotation.Y);
        osc.Float(-pose.Rotation.Z);
        osc.Float(pose.Rotation.W);
        osc.EndElement(element);
        return osc.Length;
    }

    public int Encode(in AttentionEvent happened, Span<byte> datagram) => OscAttention.Encode(happened, datagram);
}
