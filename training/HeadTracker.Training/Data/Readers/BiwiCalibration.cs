using System.Globalization;
using System.Numerics;
using System.Text;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// A BIWI sequence's <c>rgb.cal</c>: the colour camera's intrinsics and its pose relative to the depth camera, in which heads are labelled.
/// </summary>
/// <param name="Focal">Focal lengths in pixels.</param>
/// <param name="Center">Principal point in pixels.</param>
/// <param name="Rotation">Depth camera → colour camera, nine numbers row by row.</param>
/// <param name="Translation">In millimetres.</param>
public sealed record BiwiCalibration(Vector2 Focal, Vector2 Center, double[] Rotation, Vector3 Translation)
{
    private const int IntrinsicsCount = 9, DistortionCount = 4, RotationCount = 9, TranslationCount = 3;

    /// <summary>What all sequences of the published set have, for samples that come without the file.</summary>
    public static BiwiCalibration Published { get; } = new(
        new Vector2(517.679f), new Vector2(320, 240.5f),
        [0.999947, 0.00432361, 0.00929419, -0.00446314, 0.999877, 0.0150443, -0.009228, -0.015085, 0.999844],
        new Vector3(-24.0198f, 5.8896f, -13.2308f));

    /// <exception cref="InvalidDataException">The numbers are too few or not numbers.</exception>
    public static BiwiCalibration Parse(ReadOnlySpan<byte> file)
    {
        var numbers = Numbers(file);
        if (numbers.Length < IntrinsicsCount + DistortionCount + RotationCount + TranslationCount)
        {
            throw new InvalidDataException($"rgb.cal has {numbers.Length} numbers");
        }

        var rotation = numbers[(IntrinsicsCount + DistortionCount)..(IntrinsicsCount + DistortionCount + RotationCount)];
        var t = numbers[(IntrinsicsCount + DistortionCount + RotationCount)..];
        return new BiwiCalibration(
            new Vector2((float)numbers[0], (float)numbers[4]),
            new Vector2((float)numbers[2], (float)numbers[5]),
            rotation,
            new Vector3((float)t[0], (float)t[1], (float)t[2]));
    }

    /// <summary>All numbers of a text file, whatever blanks stand between them.</summary>
    public static double[] Numbers(ReadOnlySpan<byte> file)
    {
        var words = Encoding.ASCII.GetString(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new InvalidDataException($"'{words[i]}' is no number");
            }
        }

        return numbers;
    }

    /// <summary>A point of the depth camera's frame (millimetres, y down, z away) in the colour camera's.</summary>
    public Vector3 ToColour(Vector3 p) => new Vector3(
        (float)(Rotation[0] * p.X + Rotation[1] * p.Y + Rotation[2] * p.Z),
        (float)(Rotation[3] * p.X + Rotation[4] * p.Y + Rotation[5] * p.Z),
        (float)(Rotation[6] * p.X + Rotation[7] * p.Y + Rotation[8] * p.Z)) + Translation;

    /// <summary>A rotation head → depth camera, carried into the colour camera. Nine numbers row by row each.</summary>
    public float[] ToColour(ReadOnlySpan<double> rows)
    {
        var result = new float[9];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                result[3 * i + j] = (float)(Rotation[3 * i] * rows[j] + Rotation[3 * i + 1] * rows[3 + j] + Rotation[3 * i + 2] * rows[6 + j]);
            }
        }

        return result;
    }

    public Vector2 Project(Vector3 colour) => Center + Focal * new Vector2(colour.X, colour.Y) / colour.Z;
}
