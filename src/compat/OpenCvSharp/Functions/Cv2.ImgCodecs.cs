using System.Runtime.InteropServices;
using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Image files.</content>
public static partial class Cv2
{
    /// <summary>Reads an image file; empty when there is none or it cannot be decoded.</summary>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color) => new(fileName, flags);

    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        return ImWrite(fileName, [img], prms);
    }

    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, Flatten(prms));

    /// <summary>Writes several pages into one file.</summary>
    public static unsafe bool ImWrite(string fileName, IEnumerable<Mat> img, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        var list = img.ToArray();
        int ok;
        fixed (nint* p = Pointers(list))
        fixed (int* parameters = prms)
            Native.Check(Native.cvs_imwrite(fileName, p, list.Length, parameters, prms?.Length ?? 0, out ok));
        GC.KeepAlive(list);
        return ok != 0;
    }

    public static bool ImWrite(string fileName, IEnumerable<Mat> img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, Flatten(prms));

    /// <summary>Decodes an image file held in memory; empty when it cannot be decoded.</summary>
    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode(buf.AsSpan(), flags);
    }

    /// <inheritdoc cref="ImDecode(byte[], ImreadModes)"/>
    public static unsafe Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        if (span.IsEmpty) throw new ArgumentException("No bytes to decode.", nameof(span));
        fixed (byte* p = span)
        {
            Native.Check(Native.cvs_imdecode(p, span.Length, (int)flags, out var handle));
            return new(handle);
        }
    }

    /// <summary>Encodes as the file of an extension, e.g. ".png".</summary>
    public static unsafe bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ext);
        nint bytes, data;
        int length, ok;
        fixed (int* p = prms) Native.Check(Native.cvs_imencode(ext, Need(img), p, prms?.Length ?? 0, out bytes, out data, out length, out ok));
        buf = new byte[length];
        if (length > 0) Marshal.Copy(data, buf, 0, length);
        _ = Native.cvs_bytes_delete(bytes);
        return ok != 0;
    }

    public static void ImEncode(string ext, InputArray img, out byte[] buf, params ImageEncodingParam[] prms) => ImEncode(ext, img, out buf, Flatten(prms));

    private static int[]? Flatten(ImageEncodingParam[]? list)
    {
        if (list is not { Length: > 0 }) return null;
        var flat = new int[2 * list.Length];
        for (var i = 0; i < list.Length; i++) (flat[2 * i], flat[2 * i + 1]) = ((int)list[i].EncodingId, list[i].Value);
        return flat;
    }
}
