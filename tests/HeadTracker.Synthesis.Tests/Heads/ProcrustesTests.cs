using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Synthesis.Tests.Heads;

public class ProcrustesTests
{
    [Fact]
    public void A_similarity_is_found_again()
    {
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            var rotation = new EulerAngles(random.Next(-170, 170), random.Next(-80, 80), random.Next(-170, 170)).ToRotation();
            var (scale, shift) = (0.2f + random.NextSingle() * 4, new Vector3(random.NextSingle(), -2, random.NextSingle()));
            var moved = Array.ConvertAll(MeanFace.Points.ToArray(), p => Vector3.Transform(p, rotation) * scale + shift);
            var fit = Procrustes.Fit(MeanFace.Points.ToArray(), moved);
            Assert.True(Rotations.AngleBetween(rotation, fit.Rotation) < 0.02f);
            Assert.Equal(scale, fit.Scale, 1e-3f);
            Assert.True((fit.Apply(MeanFace.Points[8]) - moved[8]).Length() < 1e-4f);
        }
    }

    [Fact]
    public void The_mean_face_is_a_face()
    {
        var p = MeanFace.Points;
        Assert.Equal(68, p.Count);
        Assert.InRange(p[45].X - p[36].X, 0.08f, 0.10f);
        Assert.True(p[30].Z > p[27].Z && p[27].Z > p[36].Z && p[36].Z > p[0].Z, "nose, eyes and ears lie behind each other");
        Assert.True(p[19].Y > p[37].Y && p[37].Y > p[30].Y && p[30].Y > p[51].Y && p[51].Y > p[8].Y, "brow, eye, nose, lip and chin lie below each other");
        Assert.True(Vector3.Distance(Procrustes.Mean(p.ToArray()), Vector3.Zero) < 1e-4f);
    }
}
