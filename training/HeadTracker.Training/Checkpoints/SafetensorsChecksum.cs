using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HeadTracker.Training.Checkpoints;

/// <summary>
/// The SHA-256 of a whole file in its own header, as metadata <see cref="Key"/>; while it is taken, 64 zeros stand in its place. Other programs see
/// one more line of free text.
/// </summary>
internal static class SafetensorsChecksum
{
    public const string Key = "sha256 of this file with zeros here";
    private const int LengthBytes = 8, BlockBytes = 1 << 20;

    public static string Blank { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Puts the digest into a file that was written with <see cref="Blank"/>.</summary>
    public static void Seal(FileStream stream)
    {
        var digest = Of(stream, Blank, out var place);
        stream.Position = place;
        stream.Write(Encoding.ASCII.GetBytes(digest));
    }

    /// <summary>Holds a file against the digest its header has, if it has one, and leaves the stream where it was.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Verify(Stream stream, SafetensorsHeader header)
    {
        if (!header.Metadata.TryGetValue(Key, out var digest)) return;
        var position = stream.Position;
        if (Of(stream, digest, out _) != digest) throw new InvalidDataException("its bytes are not those that were written");
        stream.Position = position;
    }

    private static string Of(Stream stream, string digest, out int place)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockBytes];
        stream.Position = 0;
        stream.ReadExactly(block, 0, LengthBytes);
        // The header was parsed before: its length is one that a header has.
        var head = new byte[LengthBytes + BinaryPrimitives.ReadInt64LittleEndian(block)];
        stream.Position = 0;
        stream.ReadExactly(head);
        var entry = Encoding.ASCII.GetBytes($"\"{Key}\":\"");
        place = head.AsSpan().IndexOf([.. entry, .. Encoding.UTF8.GetBytes(digest)]) + entry.Length;
        if (digest.Length != Blank.Length || place < entry.Length) throw new InvalidDataException("its checksum cannot be read");
        head.AsSpan(place, digest.Length).Fill((byte)'0');
        hash.AppendData(head);
        while (stream.Read(block) is > 0 and var count) hash.AppendData(block, 0, count);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
