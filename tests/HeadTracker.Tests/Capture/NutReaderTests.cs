using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public sealed class NutReaderTests
{
    private const int Width = 32, Height = 24, Size = Width * Height * 3 / 2;

    /// <summary>Distances that fit into the few coded bits of a time, and some that do not.</summary>
    private static readonly double[] Times = [0, 0.04, 0.0415, 0.1, 3, 3.04, 7200];

    [FfmpegTheory]
    [InlineData("1:10000000")]
    [InlineData("1:90000")]
    [InlineData("1:1000")]
    public void Pictures_come_whole_with_their_own_times(string timeBase)
    {
        var (nut, raw) = (Make(timeBase, "nut"), Make(timeBase, "rawvideo"));
        var reader = new NutReader(new MemoryStream(nut));
        Assert.Equal((Width, Height), (reader.Width, reader.Height));
        Assert.Equal(25, reader.FramesPerSecond!.Value, 1e-6);
        var picture = new byte[Size];
        var resolution = 1 / double.Parse(timeBase[2..]);
        for (var i = 0; i < Times.Length; i++)
        {
            Assert.True(reader.TryRead(picture, out var time));
            Assert.InRange(time.TotalSeconds, Times[i] - resolution, Times[i] + resolution);
            Assert.True(raw.AsSpan(i * Size, Size).SequenceEqual(picture), $"picture {i}");
        }

        Assert.False(reader.TryRead(picture, out _));
    }

    [FfmpegFact]
    public void Bytes_that_come_in_drops_make_no_difference()
    {
        var reader = new NutReader(new DrippingStream(Make("1:10000000", "nut")));
        var picture = new byte[Size];
        for (var i = 0; i < Times.Length; i++) Assert.True(reader.TryRead(picture, out _));
        Assert.False(reader.TryRead(picture, out _));
    }

    [FfmpegFact]
    public void A_stream_that_breaks_off_gives_what_was_whole()
    {
        var nut = Make("1:10000000", "nut");
        var counts = Enumerable.Range(0, 201).Select(i => Count(nut[..(nut.Length * i / 200)])).ToList();
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(Enumerable.Range(0, Times.Length + 1), counts.Distinct());
    }

    [FfmpegFact]
    public void Pictures_of_another_size_are_an_error()
    {
        var reader = new NutReader(new MemoryStream(Make("1:10000000", "nut")));
        Assert.Throws<InvalidDataException>(() => reader.TryRead(new byte[Size + 1], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nut/multimedia container\0")]
    public void A_stream_without_a_picture_is_told_from_a_broken_one(string start) =>
        Assert.Throws<EndOfStreamException>(() => new NutReader(new MemoryStream([.. start.Select(letter => (byte)letter)])));

    [Fact]
    public void Another_container_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new NutReader(new MemoryStream("YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420jpeg\n"u8.ToArray())));

    private static int Count(byte[] nut)
    {
        var count = 0;
        try
        {
            var reader = new NutReader(new MemoryStream(nut));
            var picture = new byte[Size];
            while (reader.TryRead(picture, out _)) count++;
        }
        catch (EndOfStreamException)
        {
            // Not even the headers were whole.
        }

        return count;
    }

    /// <summary>Small pictures, some of whose first bytes a NUT container leaves out, at irregular times.</summary>
    private static byte[] Make(string timeBase, string format)
    {
        var times = string.Concat(Times.Select((time, i) => FormattableString.Invariant($"+eq(N\\,{i})*{time}")));
        using var process = new FfmpegProcess(Ffmpeg.Program,
        [
            "-f", "lavfi", "-i", $"testsrc2=size={Width}x{Height}:rate=25", "-frames:v", $"{Times.Length}",
            "-vf", $"settb=1/1000000,setpts=({times[1..]})/TB,format=yuv420p",
            "-fps_mode", "passthrough", "-enc_time_base", timeBase, "-c:v", "rawvideo", "-f", format, "pipe:1",
        ]);
        using var bytes = new MemoryStream();
        process.Output.CopyTo(bytes);
        process.WaitForEnd();
        Assert.Empty(process.Messages);
        return bytes.ToArray();
    }

    /// <summary>Gives as few bytes at a time as a pipe may.</summary>
    private sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int _reads;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + _reads++ % 700)]);
    }
}
