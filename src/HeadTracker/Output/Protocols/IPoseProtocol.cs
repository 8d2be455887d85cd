using HeadTracker.Attention;
using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>Writes one pose as one datagram. Not thread-safe; allocates nothing.</summary>
public interface IPoseProtocol
{
    /// <summary>No datagram is longer than this.</summary>
    const int LongestDatagram = 512;

    /// <param name="datagram">At least <see cref="LongestDatagram"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    int Encode(in HeadPose pose, Span<byte> datagram);

    /// <summary>Writes a raised or cleared warning as a datagram of its own; protocols that have no room for one give 0.</summary>
    int Encode(in AttentionEvent happened, Span<byte> datagram) => 0;
}
