using System.Globalization;

namespace HeadTracker.Capture;

/// <summary>Takes the pictures of a video, with their times, out of a NUT container while it is being written.</summary>
/// <remarks>
/// NUT is FFmpeg's own container. Unlike raw or YUV4MPEG video it carries times, unlike Matroska to better than a millisecond, and
/// unlike MP4 it can be read from a pipe. What is named here is named so in its specification (nut.txt): a file is a row of packets,
/// each begun by an eight-byte code, and frames, whose first byte says which fields follow and what the others are.
/// </remarks>
internal sealed class NutReader
{
    private const string Signature = "nut/multimedia container\0";
    private const ulong MainHeader = 0x4E4D_7A56_1F5F_04AD, StreamHeader = 0x4E53_1140_5BF2_F9DB;
    private const ulong SyncPoint = 0x4E4B_E4AD_EECA_4569, Info = 0x4E49_AB68_B596_BA78;

    private readonly NutInput _input;
    private NutFrameCode[] _codes = [];
    private byte[][] _elisions = [];
    private (long Numerator, long Denominator)[] _timeBases = [];
    private (long Numerator, long Denominator) _timeBase;
    private int _lowBits;
    private long _last;

    /// <summary>Reads as far as the first picture.</summary>
    /// <exception cref="EndOfStreamException">The stream ended before.</exception>
    /// <exception cref="InvalidDataException">It is something else than a NUT container with a video.</exception>
    public NutReader(Stream stream)
    {
        _input = new NutInput(stream);
        foreach (var character in Signature)
        {
            if (_input.ReadByte() != character) throw new InvalidDataException("This is no NUT container.");
        }

        while (_input.HasMore(out var next) && next == 'N') ReadPacket();
        if (Width <= 0 || Height <= 0 || _timeBase.Denominator <= 0) throw new EndOfStreamException();
    }

    /// <summary>In pixels.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>A pixel's width by its height; no number when the source does not state it.</summary>
    public double PixelAspect { get; private set; }

    /// <summary>As the source states it; null when it states none.</summary>
    public double? FramesPerSecond { get; private set; }

    /// <summary>Waits for the next picture.</summary>
    /// <param name="picture">Takes its bytes, all of them.</param>
    /// <param name="time">On the source's clock, or <see cref="FilmTimes.Unknown"/>.</param>
    /// <returns>False when the stream has ended, be it within a picture.</returns>
    /// <exception cref="InvalidDataException">The next picture is of another size.</exception>
    public bool TryRead(Span<byte> picture, out TimeSpan time)
    {
        time = default;
        try
        {
            while (_input.HasMore(out var next))
            {
                if (next == 'N')
                {
                    ReadPacket();
                    continue;
                }

                ReadFrame(picture);
                time = FilmTimes.Of((double)_last * _timeBase.Numerator / _timeBase.Denominator);
                return true;
            }
        }
        catch (EndOfStreamException)
        {
            // Whoever writes was killed, or gave up.
        }

        return false;
    }

    private void ReadPacket()
    {
        var code = _input.ReadStartCode();
        var length = _input.ReadNumber();
        // Long packets have a checksum of this beginning too.
        if (length > 4096) _input.SkipTo(_input.Position + 4);
        var end = _input.Position + length;
        // The headers come again and again, for readers that join later.
        if (code == MainHeader && _timeBases.Length == 0) ReadMainHeader();
        else if (code == StreamHeader && Width == 0) ReadStreamHeader();
        else if (code == SyncPoint) ReadSyncPoint();
        else if (code == Info && FramesPerSecond is null) ReadInfo();
        _input.SkipTo(end);
    }

    private void ReadMainHeader()
    {
        var version = _input.ReadNumber();
        if (version is < 2 or > 3) throw new InvalidDataException($"This is a NUT container of version {version}, not 3.");
        if (_input.ReadNumber() != 1) throw new InvalidDataException("This NUT container holds more than one stream.");
        _input.ReadNumber();
        _timeBases = new (long, long)[_input.ReadNumber()];
        for (var i = 0; i < _timeBases.Length; i++) _timeBases[i] = (_input.ReadNumber(), _input.ReadNumber());
        _codes = NutFrameCode.ReadTable(_input);
        _elisions = new byte[_input.ReadNumber() + 1][];
        _elisions[0] = [];
        for (var i = 1; i < _elisions.Length; i++) _elisions[i] = _input.ReadBytes();
    }

    private void ReadStreamHeader()
    {
        _input.ReadNumber();
        if (_input.ReadNumber() != 0) throw new InvalidDataException("This NUT container holds no video.");
        _input.ReadBytes();
        _timeBase = _timeBases[_input.ReadNumber()];
        _lowBits = (int)_input.ReadNumber();
        _input.ReadNumber();
        _input.ReadNumber();
        _input.ReadNumber();
        _input.ReadBytes();
        (Width, Height) = ((int)_input.ReadNumber(), (int)_input.ReadNumber());
        PixelAspect = _input.ReadNumber() / (double)_input.ReadNumber();
    }

    private void ReadSyncPoint()
    {
        var time = _input.ReadNumber();
        var (numerator, denominator) = _timeBases[time % _timeBases.Length];
        time /= _timeBases.Length;
        _last = (numerator, denominator) == _timeBase
            ? time
            : (long)((Int128)time * numerator * _timeBase.Denominator / ((Int128)denominator * _timeBase.Numerator));
    }

    private void ReadInfo()
    {
        for (var i = 0; i < 4; i++) _input.ReadNumber();
        for (var count = _input.ReadNumber(); count > 0; count--)
        {
            var name = _input.ReadText();
            var kind = _input.ReadSigned();
            // Numbers stand for themselves, texts have the kind -1, and what has a kind of its own -2.
            if (kind == -2) _input.ReadBytes();
            if (kind is -1 or -2)
            {
                var text = _input.ReadText();
                if (name == "r_frame_rate") FramesPerSecond = Quotient(text);
            }
            else if (kind is < -2)
            {
                _input.ReadNumber();
            }
        }
    }

    private void ReadFrame(Span<byte> picture)
    {
        var code = _codes[_input.ReadByte()];
        var fields = code.Fields;
        if (fields.HasFlag(NutFields.Coded)) fields ^= (NutFields)_input.ReadNumber();
        if ((fields & (NutFields.Invalid | NutFields.SideData)) != 0) throw new InvalidDataException("A NUT frame has an unknown form.");
        if (fields.HasFlag(NutFields.StreamId)) _input.ReadNumber();
        _last = fields.HasFlag(NutFields.CodedTime) ? Whole(_input.ReadNumber()) : _last + code.TimeDelta;
        var size = code.Size + (fields.HasFlag(NutFields.SizeHigh) ? _input.ReadNumber() * code.Multiplier : 0);
        if (fields.HasFlag(NutFields.MatchTime)) _input.ReadNumber();
        var header = fields.HasFlag(NutFields.HeaderIndex) ? _input.ReadNumber() : code.HeaderIndex;
        // What many small frames begin with is said once, in the main header, and left out of them.
        var elided = _elisions[size > 4096 ? 0 : header];
        for (var count = fields.HasFlag(NutFields.Reserved) ? _input.ReadNumber() : code.Reserved; count > 0; count--) _input.ReadNumber();
        if (fields.HasFlag(NutFields.Checksum)) _input.SkipTo(_input.Position + 4);
        if (size != picture.Length) throw new InvalidDataException($"A picture has {size} bytes instead of {picture.Length}.");
        elided.CopyTo(picture);
        _input.ReadExactly(picture[elided.Length..]);
    }

    /// <summary>A time of which only the low bits are coded is the one nearest to the time before; others are coded whole behind them.</summary>
    private long Whole(long coded)
    {
        var range = 1L << _lowBits;
        if (coded >= range) return coded - range;
        var from = _last - (range - 1) / 2;
        return ((coded - from) & (range - 1)) + from;
    }

    private static double? Quotient(string text) =>
        text.Split('/') is [var numerator, var denominator]
        && double.TryParse(numerator, NumberStyles.None, CultureInfo.InvariantCulture, out var above)
        && double.TryParse(denominator, NumberStyles.None, CultureInfo.InvariantCulture, out var below)
        && below > 0 ? above / below : null;
}
