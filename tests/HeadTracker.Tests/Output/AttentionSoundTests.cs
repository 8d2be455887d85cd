using System.Buffers.Binary;
using System.Text;
using HeadTracker.Attention;
using HeadTracker.Capture;
using HeadTracker.Output;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Output;

public sealed class AttentionSoundTests
{
    private readonly List<byte[]> _played = [];
    private int _bells;

    [Fact]
    public void A_raised_warning_plays_a_tone_and_a_cleared_one_does_not()
    {
        using var sound = new AttentionSound(() => true, file => _played.Add(File.ReadAllBytes(file)), () => _bells++);
        Write(sound, raised: false);
        Assert.Empty(_played);
        Write(sound, raised: true);
        AssertTone(Assert.Single(_played));
        Assert.Equal(0, _bells);
    }

    [Fact]
    public void A_player_that_fails_leaves_the_bell()
    {
        var tries = 0;
        using var sound = new AttentionSound(() => true, _ => throw new InvalidOperationException($"{++tries}"), () => _bells++);
        Write(sound, raised: true);
        Write(sound, raised: true);
        Assert.Equal((1, 2), (tries, _bells));
    }

    [Fact]
    public void Whoever_wants_no_sound_has_none()
    {
        using var sound = new AttentionSound(() => false, file => _played.Add([]), () => _bells++);
        Write(sound, raised: true);
        Assert.Equal((0, 0), (_played.Count, _bells));
    }

    [Fact]
    public void The_temporary_file_goes()
    {
        var path = "";
        using (var sound = new AttentionSound(() => true, file => path = file, () => { })) Write(sound, raised: true);
        Assert.False(File.Exists(path));
        Assert.NotEqual("", path);
    }

    /// <summary>A WAV file as its description has it, with something to hear in it and no click at its ends.</summary>
    private static void AssertTone(byte[] wav)
    {
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(wav, 8, 8));
        Assert.Equal((1, 1, 22050, 16), (wav[20], wav[22], BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)), wav[34]));
        var length = BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40));
        Assert.Equal(wav.Length - 44, length);
        var samples = Enumerable.Range(0, length / 2).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + 2 * i))).ToList();
        Assert.InRange(samples.Max(), 10_000, 32_767);
        Assert.InRange(Math.Abs(samples[0]) + Math.Abs(samples[^1]), 0, 200);
        // The first tone of 880 Hz crosses zero upwards 88 times in its first 0.1 s.
        Assert.Equal(88, samples.Take(2205).Zip(samples.Skip(1)).Count(pair => pair.First < 0 && pair.Second >= 0), 2.0);
    }

    private static void Write(AttentionSound sound, bool raised)
    {
        var result = new TrackingResult();
        result.AttentionEvents.Add(new AttentionEvent(AttentionWarning.LongDistraction, raised, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1)));
        sound.Write(result);
    }
}
