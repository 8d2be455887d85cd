using OpenCvSharp;
using OpenCvSharp.Dnn;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>The network module's helpers.</summary>
public sealed class DnnTests
{
    [Fact]
    public void A_blob_is_planar_and_normalised()
    {
        using var image = new Mat(4, 6, MatType.CV_8UC3, new Scalar(10, 20, 30));
        using var blob = CvDnn.BlobFromImage(image, 0.5, new Size(3, 2), new Scalar(30, 20, 10), swapRB: true, crop: false);

        Assert.Equal((4, 1, 3, 2, 3), (blob.Dims, blob.Size(0), blob.Size(1), blob.Size(2), blob.Size(3)));
        blob.GetArray<float>(out var values);
        // Red, green, blue less 30, 20, 10, halved.
        Assert.Equal(Enumerable.Repeat(0f, 18), values);

        using var plain = CvDnn.BlobFromImage(image, 2, new Size(3, 2), swapRB: false, crop: false);
        plain.GetArray<float>(out values);
        Assert.Equal([20, 40, 60], [values[0], values[6], values[12]]);
    }

    [Fact]
    public void Overlapping_boxes_are_dropped()
    {
        Rect[] boxes = [new(0, 0, 10, 10), new(1, 1, 10, 10), new(50, 50, 10, 10), new(80, 80, 5, 5)];
        CvDnn.NMSBoxes(boxes, [0.6f, 0.9f, 0.8f, 0.1f], 0.5f, 0.4f, out var kept);

        Assert.Equal([1, 2], kept);
    }
}
