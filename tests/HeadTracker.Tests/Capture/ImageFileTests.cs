using System.Buffers.Binary;
using System.Diagnostics;
using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Tests.Capture;

public sealed class ImageFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>As telephones write it: the sensor's picture lies on its side, and a note in the file says so.</summary>
    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".webp")]
    public void The_cameras_note_of_its_turn_is_heeded(string ending)
    {
        using var picture = new Mat(40, 60, MatType.CV_8UC3, Scalar.All(20));
        picture[new Rect(0, 0, 20, 40)].SetTo(Scalar.All(230));
        Cv2.ImEncode(ending, picture, out var bytes);
        using var upright = ImageFile.Read(_folder.AddFile("upright" + ending, bytes));
        Assert.Equal(new Size(60, 40), upright.Size());
        using var turned = ImageFile.Read(_folder.AddFile("turned" + ending, WithQuarterTurn(ending, bytes)));
        Assert.Equal(new Size(40, 60), turned.Size());
        // What was left is up.
        Assert.InRange(Cv2.Mean(turned[new Rect(5, 2, 30, 14)]).Val0, 215, 245);
        Assert.InRange(Cv2.Mean(turned[new Rect(5, 24, 30, 30)]).Val0, 5, 35);
    }

    /// <summary>The header alone asks for 3 GB.</summary>
    [Fact]
    public void A_picture_beyond_measure_is_refused_by_its_header()
    {
        using var small = new Mat(16, 16, MatType.CV_8UC3, Scalar.All(90));
        Cv2.ImEncode(".png", small, out var bytes);
        var header = bytes.AsSpan(12, 17);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], 32000);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 32000);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc(header));
        var file = _folder.AddFile("large.png", bytes);
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<UserErrorException>(() => ImageFile.Read(file));
        Assert.Equal($"{file} has more than 250 megapixels; make it smaller and start again.", error.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    [SharedFact("cases/s20-large-png/big.png")]
    public void A_small_file_with_a_large_picture_is_refused() => Assert.Contains("has more than 250 megapixels",
        Assert.Throws<UserErrorException>(() => ImageFile.Read(SharedData.PathOf("cases/s20-large-png/big.png"))).Message, StringComparison.Ordinal);

    private static byte[] WithQuarterTurn(string ending, byte[] bytes)
    {
        // A TIFF header and one entry: orientation (0x112), a short, 6: "turn me clockwise by a quarter".
        byte[] note = [.. "II*\0\x8\0\0\0\x1\0"u8, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        return ending switch
        {
            ".jpg" => [.. bytes[..2], 0xFF, 0xE1, 0, (byte)(note.Length + 8), .. "Exif\0\0"u8, .. note, .. bytes[2..]],
            // Behind the header of 25 bytes, which follows eight of signature.
            ".png" => [.. bytes[..33], .. Chunk([.. "eXIf"u8, .. note]), .. bytes[33..]],
            ".webp" => WebP(bytes, note),
            _ => throw new ArgumentOutOfRangeException(nameof(ending)),
        };
    }

    private static byte[] Chunk(byte[] content)
    {
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(content));
        return [.. length, .. content, .. check];
    }

    /// <summary>Simple files hold the picture alone; the extended form says first what there is and how large the picture is.</summary>
    private static byte[] WebP(byte[] bytes, byte[] note)
    {
        const byte hasNote = 8, width = 60, height = 40;
        byte[] parts =
        [
            .. "WEBPVP8X"u8, 10, 0, 0, 0, hasNote, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0, .. bytes[12..], .. "EXIF"u8, (byte)note.Length, 0, 0, 0, .. note,
        ];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, parts.Length);
        return [.. "RIFF"u8, .. length, .. parts];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var rest = uint.MaxValue;
        foreach (var value in bytes)
        {
            rest ^= value;
            for (var i = 0; i < 8; i++) rest = (rest >> 1) ^ ((rest & 1) * 0xEDB8_8320);
        }

        return ~rest;
    }
}
