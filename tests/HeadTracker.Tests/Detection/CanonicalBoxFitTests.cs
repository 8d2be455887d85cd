using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Tests.Support;
using Xunit.Abstractions;

namespace HeadTracker.Tests.Detection;

/// <summary>Where the numbers of <see cref="CanonicalBox"/> come from: the same regression, fitted anew and compared on faces it has not seen.</summary>
public sealed class CanonicalBoxFitTests(ITestOutputHelper output)
{
    private const string Set = "data/faces/faces68-helen-afw.tar";
    private const int Features = 9;
    private const double Ridge = 3e-4;

    [SharedFact(Set)]
    public void The_stored_mapping_is_as_good_as_one_fitted_to_the_data()
    {
        var samples = Collect(every: 3).ToArray();
        var train = samples.Where((_, i) => i % 2 == 0).ToArray();
        var held = samples.Where((_, i) => i % 2 == 1).ToArray();
        var weights = Enumerable.Range(0, 4).Select(edge => Fit(train, edge)).ToArray();

        var own = held.Average(s => (double)s.Own.Box.IntersectionOverUnion(s.Truth));
        var stored = held.Average(s => (double)CanonicalBox.BlazeFaceBack.Of(s.Own).IntersectionOverUnion(s.Truth));
        var fitted = held.Average(s => (double)Apply(weights, s.Own).IntersectionOverUnion(s.Truth));
        output.WriteLine($"mean IoU of {held.Length} held-out faces: own box {own:F3}, stored mapping {stored:F3}, fitted to {train.Length} faces {fitted:F3}");
        Assert.True(stored > own + 0.05);
        Assert.True(stored > fitted - 0.01);
    }

    private static IEnumerable<(FaceDetection Own, FaceBox Truth)> Collect(int every)
    {
        var boxes = LandmarkSet.BoxesOf(Set);
        using var network = new BlazeFaceNetwork(OnnxSession.Open(ModelFiles.PathOf("blazeface-back-256.onnx"), ExecutionProvider.Cpu));
        var candidates = new List<FaceDetection>();
        var faces = new List<FaceDetection>();
        var index = 0;
        foreach (var photo in Photo.FromTar(Set))
        {
            if (index++ % every != 0) continue;
            var truth = boxes[photo.Name];
            candidates.Clear();
            faces.Clear();
            network.Run(photo.Image, truth.ToSquare().Scaled(network.ViewScale), 0.5f, candidates);
            new OverlapSuppression().Blend(candidates, 0.3f, faces);
            var own = faces.MaxBy(f => f.Box.IntersectionOverUnion(truth));
            if (own.Box.IntersectionOverUnion(truth) > 0.3f) yield return (own, truth);
        }
    }

    /// <summary>Ridge regression of one edge by Gauss-Seidel sweeps over the normal equations, which the ridge makes well-posed.</summary>
    private static double[] Fit((FaceDetection Own, FaceBox Truth)[] samples, int edge)
    {
        var matrix = new double[Features, Features];
        var right = new double[Features];
        foreach (var (own, truth) in samples)
        {
            var f = FeaturesOf(own);
            var target = (edge switch { 0 => truth.X, 1 => truth.Y, 2 => truth.Right, _ => truth.Bottom } - (edge % 2 == 0 ? own.Box.Center.X : own.Box.Center.Y)) / SideOf(own);
            for (var i = 0; i < Features; i++)
            {
                right[i] += f[i] * target;
                for (var j = 0; j < Features; j++) matrix[i, j] += f[i] * f[j];
            }
        }

        for (var i = 0; i < Features - 1; i++) matrix[i, i] += Ridge * samples.Length;
        var weights = new double[Features];
        for (var sweep = 0; sweep < 20000; sweep++)
        {
            for (var i = 0; i < Features; i++)
            {
                var sum = right[i];
                for (var j = 0; j < Features; j++) sum -= j == i ? 0 : matrix[i, j] * weights[j];
                weights[i] = sum / matrix[i, i];
            }
        }

        return weights;
    }

    private static FaceBox Apply(double[][] weights, FaceDetection own)
    {
        var f = FeaturesOf(own);
        var edges = weights.Select(w => (float)w.Zip(f, (a, b) => a * b).Sum() * SideOf(own)).ToArray();
        var center = own.Box.Center;
        return FaceBox.FromEdges(center.X + edges[0], center.Y + edges[1], center.X + edges[2], center.Y + edges[3]);
    }

    private static double[] FeaturesOf(FaceDetection own)
    {
        var center = own.Box.Center;
        var points = Enumerable.Range(0, 4).Select(i => own.Keypoints[i]);
        return [.. points.SelectMany(p => new double[] { (p.X + 0.5f - center.X) / SideOf(own), (p.Y + 0.5f - center.Y) / SideOf(own) }), 1];
    }

    private static float SideOf(FaceDetection own) => (own.Box.Width + own.Box.Height) / 2;
}
