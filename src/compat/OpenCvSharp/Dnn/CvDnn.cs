using static OpenCvSharp.Arguments;

namespace OpenCvSharp.Dnn;

/// <summary>The helpers of OpenCV's network module.</summary>
public static class CvDnn
{
    /// <summary>1×C×H×W float: (resized − mean) · scale, red and blue swapped if asked, cropped to the aspect ratio if asked.</summary>
    public static Mat BlobFromImage(Mat image, double scaleFactor = 1, Size size = default, Scalar mean = default, bool swapRB = true, bool crop = true) =>
        BlobFromImages([image], scaleFactor, size, mean, swapRB, crop);

    /// <inheritdoc cref="BlobFromImage"/>
    public static unsafe Mat BlobFromImages(IEnumerable<Mat> images, double scaleFactor, Size size = default, Scalar mean = default, bool swapRB = true, bool crop = true)
    {
        var list = images.ToArray();
        fixed (nint* p = Pointers(list))
        {
            Native.Check(Native.cvs_blob_from_images(p, list.Length, scaleFactor, size, mean, Int(swapRB), Int(crop), out var handle));
            GC.KeepAlive(list);
            return new(handle);
        }
    }

    public static void NMSBoxes(IEnumerable<Rect> bboxes, IEnumerable<float> scores, float scoreThreshold, float nmsThreshold, out int[] indices, float eta = 1, int topK = 0) =>
        NMSBoxes(bboxes.Select(box => new Rect2d(box.X, box.Y, box.Width, box.Height)), scores, scoreThreshold, nmsThreshold, out indices, eta, topK);

    /// <summary>Indices of the boxes kept, best first.</summary>
    public static unsafe void NMSBoxes(IEnumerable<Rect2d> bboxes, IEnumerable<float> scores, float scoreThreshold, float nmsThreshold, out int[] indices, float eta = 1, int topK = 0)
    {
        var boxes = bboxes.ToArray();
        var values = scores.ToArray();
        if (boxes.Length != values.Length) throw new ArgumentException("As many scores as boxes.", nameof(scores));
        var kept = new int[boxes.Length];
        int count;
        fixed (Rect2d* b = boxes)
        fixed (float* s = values)
        fixed (int* k = kept)
            Native.Check(Native.cvs_nms_boxes((double*)b, s, boxes.Length, scoreThreshold, nmsThreshold, eta, topK, k, out count));
        indices = kept[..count];
    }
}
