using System.Numerics;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

public sealed class OverlapSuppressionTests
{
    [Fact]
    public void Blends_what_overlaps_weighted_by_score()
    {
        // The first two overlap by 80 / 120, the third by nothing; weights 0.9 and 0.3 give 3/4 and 1/4.
        var candidates = new List<FaceDetection> { At(2, 0.3f), At(50, 0.5f), At(0, 0.9f) };
        var faces = new List<FaceDetection>();
        new OverlapSuppression().Blend(candidates, 0.3f, faces);
        Assert.Equal(2, faces.Count);
        Assert.Equal(new FaceBox(0.5f, 0, 10, 10), faces[0].Box);
        Assert.Equal(0.9f, faces[0].Score);
        Assert.Equal(new Vector2(0.5f, 1), faces[0].Keypoints.RightEye);
        Assert.Equal(50, faces[1].Box.X, 1e-4f);
        Assert.Equal(0.5f, faces[1].Score);
    }

    [Fact]
    public void Overlap_is_measured_against_the_best_not_in_chains()
    {
        // 0 and 4 overlap by 60 / 140 = 0.43, 4 and 8 too, but 0 and 8 only by 20 / 180: the third stays alone.
        var candidates = new List<FaceDetection> { At(0, 0.9f), At(4, 0.8f), At(8, 0.7f) };
        var faces = new List<FaceDetection>();
        new OverlapSuppression().Blend(candidates, 0.4f, faces);
        Assert.Equal(2, faces.Count);
        Assert.Equal(8, faces[1].Box.X, 1e-4f);
    }

    [Fact]
    public void Ends_on_candidates_without_area()
    {
        var candidates = new List<FaceDetection> { At(0, 0.9f) with { Box = default }, At(0, 0.8f) with { Box = new FaceBox(float.NaN, 0, 1, 1) } };
        var faces = new List<FaceDetection>();
        new OverlapSuppression().Blend(candidates, 0.3f, faces);
        Assert.Equal(2, faces.Count);
        Assert.Empty(candidates);
    }

    [Fact]
    public void A_part_of_a_face_gives_way_to_the_whole()
    {
        // The half face scores less and lies inside the whole one; their intersection over union is below one half.
        var half = At(0, 0.6f) with { Box = new FaceBox(1, 5, 4, 5) };
        var faces = new List<FaceDetection> { half, At(0, 0.9f), At(30, 0.7f) };
        OverlapSuppression.DropCovered(faces, 0.5f);
        Assert.Equal([0.9f, 0.7f], faces.Select(f => f.Score));
    }

    private static FaceDetection At(float x, float score)
    {
        var eye = new Vector2(x, 1);
        return new FaceDetection(new FaceBox(x, 0, 10, 10), score, new FaceKeypoints(eye, eye, eye, eye, eye, eye, KeypointModel.BlazeFace));
    }
}
