using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Training.Labelling;
using Xunit.Abstractions;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Training.Tests.Labelling;

public class PoseConventionOnRealLabelsTests(ITestOutputHelper output)
{
    /// <summary>
    /// The labels hold 3D landmarks beside the angles. The rotation of those points against the mean of the other faces must be
    /// the rotation that <see cref="PoseConventions.FromPosePara"/> reads from the angles, up to how faces differ.
    /// </summary>
    [SharedFact(Aflw2000Shapes.Folder)]
    public void Angles_and_3D_landmarks_of_AFLW2000_tell_the_same_rotation()
    {
        var faces = Aflw2000Shapes.Read();
        var errors = faces.Select((face, i) =>
        {
            var others = faces.Where((_, j) => j != i).Select(Aflw2000Shapes.Straightened).ToList();
            var mean = LandmarkShapeModel.FromShapes(others, modeCount: 0).Mean;
            return Rotations.AngleBetween(Procrustes.Fit(mean, face.Points).Rotation, face.Rotation);
        }).ToList();

        output.WriteLine($"median {Aflw2000Shapes.Median(errors):F2}°, largest {errors.Max():F2}°");
        Assert.InRange(Aflw2000Shapes.Median(errors), 0, 1.6f);
        Assert.InRange(errors.Max(), 0, 5);
    }

    [Fact]
    public void Procrustes_finds_a_known_similarity_and_never_a_reflection()
    {
        var random = new Random(3);
        System.Numerics.Vector3 Point() => new((float)random.NextDouble(), (float)random.NextDouble(), (float)random.NextDouble());
        var source = Enumerable.Range(0, 20).Select(_ => Point()).ToList();
        var similarity = new Procrustes(new EulerAngles(40, -20, 70).ToRotation(), 2.5f, new(1, -2, 3));

        var found = Procrustes.Fit(source, [.. source.Select(similarity.Apply)]);
        Assert.InRange(Rotations.AngleBetween(similarity.Rotation, found.Rotation), 0, 0.05f);
        Assert.Equal(2.5f, found.Scale, 1e-4f);
        Assert.All(source, point => Assert.Equal(0, (point - found.Undo(found.Apply(point))).Length(), 1e-4f));

        var mirrored = Procrustes.Fit(source, [.. source.Select(point => point with { X = -point.X })]);
        Assert.Equal(1, mirrored.Rotation.Length(), 1e-4f);
    }
}
