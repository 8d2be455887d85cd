using System.Numerics;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

public sealed class BlazeFaceTests
{
    /// <summary>
    /// MediaPipe's anchor list: for each feature map (strides 8, 16, 16, 16 of 128 pixels), maps of equal stride together, every cell row
    /// by row gets two anchors per map, all at the cell's centre.
    /// </summary>
    [Fact]
    public void Anchors_are_those_of_the_four_feature_maps()
    {
        var expected = new List<Vector2>();
        int[] strides = [8, 16, 16, 16];
        for (var map = 0; map < strides.Length;)
        {
            var together = strides.Skip(map).TakeWhile(s => s == strides[map]).Count();
            var cells = 128 / strides[map];
            for (var y = 0; y < cells; y++)
            {
                for (var x = 0; x < cells; x++)
                {
                    for (var n = 0; n < 2 * together; n++) expected.Add(new Vector2((x + 0.5f) / cells, (y + 0.5f) / cells));
                }
            }

            map += together;
        }

        var found = Enumerable.Range(0, BlazeFaceAnchors.FineCount).Select(BlazeFaceAnchors.Fine)
            .Concat(Enumerable.Range(0, BlazeFaceAnchors.CoarseCount).Select(BlazeFaceAnchors.Coarse)).ToArray();
        Assert.Equal(896, found.Length);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Decodes_an_anchor_by_hand()
    {
        // Input 128, region at (100, 50) of 256 pixels: two image pixels per input pixel. The anchor at (0.25, 0.5) lies at image (164, 178).
        float[] values = [4, -2, 32, 40, -8, -6, 8, -6, 0, 0, 0, 10, -16, 1, 16, 1];
        var face = BlazeFaceNetwork.Decode(0, values, new Vector2(0.25f, 0.5f), 128, new FaceBox(100, 50, 256, 256));
        Assert.Equal(0.5f, face.Score);
        Assert.Equal(FaceBox.FromCenter(new Vector2(172, 174), 64, 80), face.Box);
        Assert.Equal(new Vector2(147.5f, 165.5f), face.Keypoints.RightEye);
        Assert.Equal(new Vector2(179.5f, 165.5f), face.Keypoints.LeftEye);
        Assert.Equal(new Vector2(163.5f, 177.5f), face.Keypoints.NoseTip);
        Assert.Equal(new Vector2(163.5f, 197.5f), face.Keypoints.Mouth);
        Assert.Equal(new Vector2(131.5f, 179.5f), face.Keypoints.RightEar);
        Assert.Equal(new Vector2(195.5f, 179.5f), face.Keypoints.LeftEar);
        Assert.Equal(1 / (1 + MathF.Exp(-2)), BlazeFaceNetwork.Decode(2, values, Vector2.Zero, 128, new FaceBox(0, 0, 1, 1)).Score, 1e-6f);
    }
}
