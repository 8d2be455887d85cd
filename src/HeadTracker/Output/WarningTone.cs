using System.Buffers.Binary;

namespace HeadTracker.Output;

/// <summary>Two rising tones as a WAV file: 16 bits, one channel, 0.4 s.</summary>
internal static class WarningTone
{
    public const int Rate = 22050;
    private const double ToneSeconds = 0.2, FadeSeconds = 0.01, Loudness = 0.5;
    private const int HeaderLength = 44;

    public static byte[] Wav()
    {
        double[] tones = [880, 1175];
        var perTone = (int)(ToneSeconds * Rate);
        var file = new byte[HeaderLength + 2 * perTone * tones.Length];
        WriteHeader(file);
        for (var i = 0; i < perTone * tones.Length; i++)
        {
            // Each tone fades in and out: a hard edge clicks.
            var time = i % perTone / (double)Rate;
            var fade = Math.Min(1, Math.Min(time, ToneSeconds - time) / FadeSeconds);
            var sample = Loudness * fade * Math.Sin(2 * Math.PI * tones[i / perTone] * time);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderLength + 2 * i), (short)(sample * short.MaxValue));
        }

        return file;
    }

    // RIFF: the file's length, then "fmt " (PCM, 1 channel, rate, bytes per second, bytes and bits per sample), then "data".
    private static void WriteHeader(Span<byte> file)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], 2 * Rate);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], file.Length - HeaderLength);
    }
}
