namespace OpenCvSharp;

/// <summary>Four characters that name a codec, the first in the lowest byte.</summary>
public readonly struct FourCC : IEquatable<FourCC>
{
    public readonly int Value;

    public FourCC(int value) => Value = value;

    public static FourCC FromInt32(int code) => new(code);
    public static FourCC FromFourChars(char c1, char c2, char c3, char c4) =>
        new((c1 & 255) | ((c2 & 255) << 8) | ((c3 & 255) << 16) | ((c4 & 255) << 24));

    /// <exception cref="ArgumentException">The code has not exactly four characters.</exception>
    public static FourCC FromString(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length != 4) throw new ArgumentException("A codec's code has four characters.", nameof(code));
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

    public const int MJPG = 'M' | ('J' << 8) | ('P' << 16) | ('G' << 24);
    public const int XVID = 'X' | ('V' << 8) | ('I' << 16) | ('D' << 24);
    public const int DIVX = 'D' | ('I' << 8) | ('V' << 16) | ('X' << 24);
    public const int X264 = 'X' | ('2' << 8) | ('6' << 16) | ('4' << 24);
    public const int H264 = 'H' | ('2' << 8) | ('6' << 16) | ('4' << 24);
    public const int HEVC = 'H' | ('E' << 8) | ('V' << 16) | ('C' << 24);
    public const int I420 = 'I' | ('4' << 8) | ('2' << 16) | ('0' << 24);

}
