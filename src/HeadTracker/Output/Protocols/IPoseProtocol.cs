using HeadTracker.Geometry;

namespace HeadTracker.Output.Protocols;

/// <summary>Writes one pose as one datagram. Not thread-safe; allocates nothing.</summary>
public interface IPoseProtocol
{
    /// <summary>No datagram is longer than this.</summary>
    const int LongestDatagram = 512;

    /// <summary>The port its receivers listen on unless told otherwise.</summary>
    int DefaultPort { get; }

    /// <param name="datagram">At least <see cref="LongestDatagram"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    int Encode(in HeadPose pose, Span<byte> datagram);
}
