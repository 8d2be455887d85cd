using System.Numerics;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Imaging;

/// <summary>Makes textures of encoded pictures (PNG, JPEG, WebP).</summary>
public static class TextureLoader
{
    /// <summary>Decodes a picture and brings its sides to powers of two no larger than <paramref name="largestSide"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are no picture that OpenCV reads.</exception>
    public static Texture Decode(ReadOnlySpan<byte> encoded, int largestSide)
    {
        using var decoded = Read(encoded);
        var side = new Size(PowerOfTwo(decoded.Cols, largestSide), PowerOfTwo(decoded.Rows, largestSide));
        using var colour = new Mat();
        switch (decoded.Channels())
        {
            case 4:
                Cv2.CvtColor(decoded, colour, ColorConversionCodes.BGRA2RGBA);
                break;
            case 3:
                Cv2.CvtColor(decoded, colour, ColorConversionCodes.BGR2RGBA);
                break;
            default:
                Cv2.CvtColor(decoded, colour, ColorConversionCodes.GRAY2RGBA);
                break;
        }

        using var resized = new Mat();
        if (colour.Cols == side.Width && colour.Rows == side.Height) colour.CopyTo(resized);
        else Cv2.Resize(colour, resized, side, 0, 0, InterpolationFlags.Area);
        resized.GetArray(out Vec4b[] pixels);
        return new Texture(side.Width, side.Height, Array.ConvertAll(pixels, p => (uint)(p.Item0 | p.Item1 << 8 | p.Item2 << 16 | p.Item3 << 24)));
    }

    private static Mat Read(ReadOnlySpan<byte> encoded)
    {
        try
        {
            var decoded = Cv2.ImDecode(encoded, ImreadModes.Unchanged);
            if (!decoded.Empty()) return decoded;
            decoded.Dispose();
        }
        catch (OpenCVException e)
        {
            // A size beyond all measure, for example.
            throw new InvalidDataException("OpenCV does not read this picture.", e);
        }

        throw new InvalidDataException("OpenCV does not read this picture.");
    }

    private static int PowerOfTwo(int side, int largest) => Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)side), largest);
}
