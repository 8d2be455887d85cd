using System.Numerics;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

public sealed class YuNetTests
{
    [Fact]
    public void Decodes_a_prior_by_hand()
    {
        // Cell (3, 2) of stride 16 in an input of 320, region of 640 at (10, 20): a stride is 32 image pixels, the cell's corner (106, 84).
        float[] box = [0.5f, 0.25f, MathF.Log(2), 0];
        float[] points = [-1, 0, 1, 0, 0, 0.5f, -0.5f, 1, 1.5f, 1];
        var face = YuNetNetwork.Decode(0.9f, box, points, new Vector2(3, 2), 16, 320, new FaceBox(10, 20, 640, 640));
        Assert.Equal(0.9f, face.Score);
        Assert.Equal(new Vector2(122, 92), face.Box.Center);
        Assert.Equal(64, face.Box.Width, 1e-4f);
        Assert.Equal(32, face.Box.Height, 1e-4f);
        Assert.Equal(new Vector2(73.5f, 83.5f), face.Keypoints.RightEye);
        Assert.Equal(new Vector2(137.5f, 83.5f), face.Keypoints.LeftEye);
        Assert.Equal(new Vector2(105.5f, 99.5f), face.Keypoints.NoseTip);
        Assert.Equal(new Vector2(121.5f, 115.5f), face.Keypoints.Mouth);
        Assert.Equal(KeypointModel.YuNet, face.Keypoints.Model);
        Assert.True(float.IsNaN(face.Keypoints.RightEar.X) && float.IsNaN(face.Keypoints.LeftEar.X));
    }

    [Theory]
    [InlineData(0.81f, 1, 0.9f)]
    [InlineData(1.5f, 0.25f, 0.5f)] // clamped to 1
    [InlineData(-0.1f, 1, 0)]
    public void The_score_is_the_geometric_mean_of_clamped_probabilities(float cls, float obj, float score) =>
        Assert.Equal(score, YuNetNetwork.ScoreOf(cls, obj), 1e-6f);
}
