using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: opencv_dnn (native/dnn.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static unsafe partial int cvs_blob_from_images(nint* images, int count, double scale, Size size, Scalar mean, int swap, int crop, out MatHandle result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_nms_boxes(double* xywh, float* scores, int count, float threshold, float overlap, float eta, int top, int* kept, out int keptCount);
}
