using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>Finds or makes the face model that landmarks are fitted with.</summary>
public static class FaceShapes
{
    private const string Resource = "HeadTracker.Training.Labelling.face-shapes-68.json";
    private const int HeadModes = 20, Aflw2000Modes = 8;
    private const int Expressions = 3;

    /// <param name="path">
    /// Null for the model that comes with the program, made of CC0 and MIT heads; a model's .json; or a folder of AFLW2000, whose labels
    /// hold 3D landmarks (research only).
    /// </param>
    /// <exception cref="UserErrorException">Nothing usable is there.</exception>
    public static LandmarkShapeModel Open(string? path)
    {
        if (path is not null) return Directory.Exists(path) ? FromAflw2000(path) : LandmarkShapeModel.Load(path);
        using var stream = typeof(FaceShapes).Assembly.GetManifestResourceStream(Resource)!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return LandmarkShapeModel.Parse(json, Resource);
    }

    /// <summary>A model of synthetic heads: each with several expressions, and mirrored, so that the mean is symmetric.</summary>
    /// <param name="people">All in the zero pose that the sources share, the one of 300W-LP.</param>
    /// <param name="seed">Fixes the expressions.</param>
    public static LandmarkShapeModel FromPeople(IEnumerable<Person> people, int seed)
    {
        var random = new Random(seed);
        var shapes = new List<IReadOnlyList<Vector3>>();
        foreach (var person in people)
        {
            for (var i = 0; i < Expressions; i++)
            {
                var shape = Posed(person, ExpressionSampler.Draw(random, Quaternion.Identity));
                shapes.Add(shape);
                shapes.Add(LandmarkMirror.Mirror(shape));
            }
        }

        return LandmarkShapeModel.FromShapes(shapes, HeadModes);
    }

    /// <summary>
    /// Takes out the constant turn between fits and the labels of a dataset with landmarks, so that the model's "straight ahead" is the
    /// dataset's: the sources of heads place landmarks a little differently from 300W-LP's face model.
    /// </summary>
    /// <returns>The model and the turn, fits to labels.</returns>
    public static (LandmarkShapeModel Model, EulerAngles Turn) Aligned(LandmarkShapeModel model, FaceDataset dataset)
    {
        var fitter = new LandmarkFitter(model);
        var faces = dataset.Faces.Where(face => face.Landmarks is not null).ToList();
        if (faces.Count == 0) throw new UserErrorException($"{dataset.Name} has no landmarks to compare with; give AFLW2000 or 300W-LP.");
        var turn = TeacherTrust.Measure([.. faces.Select(face => (face.Rotation, fitter.Fit(face.Landmarks!).Rotation))]).Correction;
        // R·C·m' = R·m for a fit R that shall become R·C.
        return (model.Turned(Quaternion.Conjugate(turn)), EulerAngles.FromRotation(turn));
    }

    private static Vector3[] Posed(Person person, Expression expression)
    {
        var skin = person.Parts[0];
        var positions = (Vector3[])skin.Rest.Clone();
        var weights = expression.MorphWeights(person);
        for (var morph = 0; morph < weights.Length; morph++)
        {
            if (weights[morph] != 0) skin.Morphs[morph]?.AddTo(positions, weights[morph]);
        }

        return Array.ConvertAll(person.Landmarks, vertex => positions[vertex]);
    }

    private static LandmarkShapeModel FromAflw2000(string folder)
    {
        var shapes = new List<IReadOnlyList<Vector3>>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.mat").Order(StringComparer.Ordinal))
        {
            try
            {
                var arrays = MatFile.Read(file);
                if (!arrays.TryGetValue("pt3d_68", out var points) || points.Rows < 3 || points.Columns != LandmarkBox.PointCount
                    || !arrays.TryGetValue("Pose_Para", out var pose) || pose.Values.Length < 3) continue;
                var straighten = Quaternion.Conjugate(PoseConventions.FromPosePara((float)pose.Values[0], (float)pose.Values[1], (float)pose.Values[2]));
                shapes.Add([.. Enumerable.Range(0, points.Columns)
                    .Select(i => Vector3.Transform(new Vector3((float)points[0, i], -(float)points[1, i], (float)points[2, i]), straighten))]);
            }
            catch (InvalidDataException)
            {
                // One label less; too few of them are refused below.
            }
        }

        if (shapes.Count <= Aflw2000Modes)
        {
            throw new UserErrorException(
                $"{folder} holds {shapes.Count} labels with 3D landmarks, at least {Aflw2000Modes + 1} are needed; give AFLW2000's folder or a model's .json.");
        }

        return LandmarkShapeModel.FromShapes(shapes, Aflw2000Modes);
    }
}
