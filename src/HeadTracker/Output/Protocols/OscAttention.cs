using HeadTracker.Serialization;
using HeadTracker.Attention;

namespace HeadTracker.Output.Protocols;

/// <summary>
/// Warnings of the driver-monitoring demo over OSC, for whom they concern; receivers of poses ignore the address:
/// <c>/headtracker/attention</c> name, raised (1) or cleared (0), seconds since it began.
/// </summary>
internal static class OscAttention
{
    public static int Encode(in AttentionEvent happened, Span<byte> datagram)
    {
        var osc = new OscWriter(datagram);
        osc.Address("/headtracker/attention", "sif");
        osc.String(WireName.Of(happened.Warning));
        osc.Int(happened.Raised ? 1 : 0);
        osc.Float((float)(happened.Timestamp - happened.Since).TotalSeconds);
        return osc.Length;
    }
}
