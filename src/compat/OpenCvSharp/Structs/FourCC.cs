namespace OpenCvSharp;

/// <summary>Four characters that name a codec, the first in the lowest byte.</summary>
public readonly struct FourCC : IEquatable<FourCC>
{
    public readonly int Value;

    public FourCC(int value) => Value = value;

    public static FourCC FromInt32(int code) => new(code);
    public static FourCC FromFourChars(char c1, char c2, char c3, char c4) =>
        new((c1 & 255) | ((c2 & 255) << 8) | ((c3 & 255) << 16) | ((c4 & 255) << 24));

    /// <summary>Shorter codes are padded with blanks.</summary>
    /// <exception cref="ArgumentException">The code is empty or has more than four characters.</exception>
    public static FourCC FromString(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        if (code.Length > 4) throw new ArgumentException("code.Length > 4", nameof(code));
        code = code.PadRight(4);
        return FromFourChars(code[0], code[1], code[2], code[3]);
    }

    public int ToInt32() => Value;
    public static implicit operator int(FourCC fourcc) => fourcc.Value;
    public static implicit operator FourCC(int code) => new(code);

    public static bool operator ==(FourCC left, FourCC right) => left.Value == right.Value;
    public static bool operator !=(FourCC left, FourCC right) => left.Value != right.Value;
    public bool Equals(FourCC other) => Value == other.Value;
    public override bool Equals(object? obj) => obj is FourCC other && Equals(other);
    public override int GetHashCode() => Value;

    public static readonly int AVC = FromString(nameof(AVC));
    public static readonly int DIVX = FromString(nameof(DIVX));
    public static readonly int HEVC = FromString(nameof(HEVC));
    public static readonly int I420 = FromString(nameof(I420));
    public static readonly int JPEG = FromString(nameof(JPEG));
    public static readonly int MJPG = FromString(nameof(MJPG));
    public static readonly int X264 = FromString(nameof(X264));
    public static readonly int XVID = FromString(nameof(XVID));

    /// <summary>MP4 files want the lower-case "mp4v"; FFmpeg takes this one as that and says so on standard error.</summary>
    public static readonly int MP4V = FromString(nameof(MP4V));

    /// <summary>The package's value is that of X264.</summary>
    public static readonly int H264 = X264;
}
