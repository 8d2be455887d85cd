using System.Numerics;
using System.Text.Json;
using HeadTracker.Training.Data;
using MathNet.Numerics.LinearAlgebra;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Training.Labelling;

/// <summary>
/// How the 68 landmarks of a face lie in space and how faces differ: mean + Σ aⱼ·modeⱼ, with aⱼ of unit variance over the faces
/// that the model was made from.
/// </summary>
/// <remarks>
/// Points are in the head frame (x to the image's right, y up, z towards the viewer, face looking straight at the camera), centred,
/// and scaled so that the mean's points lie 1 from their centre, root mean square.
/// </remarks>
public sealed class LandmarkShapeModel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Displacements are in sizes of a face: what is a hundred faces away is no landmark.</summary>
    private const float Farthest = 100;

    private LandmarkShapeModel(Vector3[] mean, Vector3[][] modes) => (Mean, Modes) = (mean, modes);

    public IReadOnlyList<Vector3> Mean { get; }

    /// <summary>Displacements per standard deviation, strongest mode first.</summary>
    public IReadOnlyList<Vector3[]> Modes { get; }

    /// <summary>Principal components of a set of faces.</summary>
    /// <param name="shapes">68 points per face in any position and size, each already turned to look straight ahead.</param>
    /// <param name="modeCount">Largest number of modes; fewer than the faces.</param>
    public static LandmarkShapeModel FromShapes(IReadOnlyList<IReadOnlyList<Vector3>> shapes, int modeCount)
    {
        // Only position and size are taken out here: which way a face looks is the caller's knowledge, and defines the zero.
        var centred = shapes.Select(Normalise).ToList();
        var mean = Normalise([.. Enumerable.Range(0, LandmarkBox.PointCount).Select(i => Procrustes.Mean([.. centred.Select(shape => shape[i])]))]);

        // What a rotation of the mean would explain must not become a mode: pose and shape could not be told apart.
        var residuals = Matrix<double>.Build.Dense(centred.Count, 3 * LandmarkBox.PointCount);
        for (var face = 0; face < centred.Count; face++)
        {
            var similarity = Procrustes.Fit(centred[face], mean);
            for (var i = 0; i < LandmarkBox.PointCount; i++)
            {
                var difference = similarity.Apply(centred[face][i]) - mean[i];
                for (var axis = 0; axis < 3; axis++) residuals[face, 3 * i + axis] = difference[axis];
            }
        }

        var svd = residuals.Svd();
        var count = Math.Min(modeCount, Math.Max(0, shapes.Count - 1));
        var modes = new Vector3[count][];
        for (var mode = 0; mode < count; mode++)
        {
            var deviation = svd.S[mode] / Math.Sqrt(shapes.Count - 1);
            var direction = svd.VT.Row(mode);
            modes[mode] = [.. Enumerable.Range(0, LandmarkBox.PointCount).Select(i =>
                new Vector3((float)(direction[3 * i] * deviation), (float)(direction[3 * i + 1] * deviation), (float)(direction[3 * i + 2] * deviation)))];
        }

        return new LandmarkShapeModel(mean, modes);
    }

    /// <summary>The face with the given coefficients; missing ones are 0.</summary>
    public Vector3[] Shape(ReadOnlySpan<double> coefficients)
    {
        var points = Mean.ToArray();
        for (var mode = 0; mode < coefficients.Length; mode++)
        {
            for (var i = 0; i < points.Length; i++) points[i] += (float)coefficients[mode] * Modes[mode][i];
        }

        return points;
    }

    /// <summary>The same faces with another idea of straight ahead: every point turned.</summary>
    public LandmarkShapeModel Turned(Quaternion rotation)
    {
        Vector3[] Turn(IEnumerable<Vector3> points) => [.. points.Select(point => Vector3.Transform(point, rotation))];
        return new LandmarkShapeModel(Turn(Mean), [.. Modes.Select(Turn)]);
    }

    /// <exception cref="UserErrorException">The file is missing or no shape model.</exception>
    public static LandmarkShapeModel Load(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message.TrimEnd('.')}); make it with 'train label --make-shapes'.", e);
        }
    }

    internal static LandmarkShapeModel Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(json, Json) ?? throw new JsonException("it is empty");
            // Annotations do not reach into lists, and more modes than numbers explain nothing.
            if (stored.Mean.Length != 3 * LandmarkBox.PointCount || stored.Modes.Length > stored.Mean.Length
                || !stored.Modes.All(mode => mode?.Length == stored.Mean.Length))
                throw new JsonException($"it does not hold {LandmarkBox.PointCount} points");
            if (!stored.Modes.Append(stored.Mean).All(numbers => numbers.All(number => MathF.Abs(number) < Farthest)))
                throw new JsonException("a number in it is too large");
            return new LandmarkShapeModel(Points(stored.Mean), [.. stored.Modes.Select(Points)]);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{name} is no shape model ({e.Message.TrimEnd('.')}); make it with 'train label --make-shapes'.", e);
        }
    }

    public void Save(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new Stored(Numbers(Mean), [.. Modes.Select(Numbers)]), Json));

    private static Vector3[] Normalise(IReadOnlyList<Vector3> points)
    {
        var center = Procrustes.Mean(points);
        var size = MathF.Sqrt(points.Sum(point => (point - center).LengthSquared()) / points.Count);
        return [.. points.Select(point => (point - center) / size)];
    }

    private static Vector3[] Points(float[] numbers) =>
        [.. Enumerable.Range(0, numbers.Length / 3).Select(i => new Vector3(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]))];

    private static float[] Numbers(IReadOnlyList<Vector3> points) => [.. points.SelectMany(point => (float[])[point.X, point.Y, point.Z])];

    private sealed record Stored(float[] Mean, float[][] Modes);
}
