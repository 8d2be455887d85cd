using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: opencv_videoio (native/video.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_capture_new(out CaptureHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_delete(nint c);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_capture_open_index(CaptureHandle c, int index, int api, int* p, int parameters, out int ok);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int cvs_capture_open_file(CaptureHandle c, string file, int api, int* p, int parameters, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_is_opened(CaptureHandle c, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_release(CaptureHandle c);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_grab(CaptureHandle c, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_retrieve(CaptureHandle c, MatHandle image, int flag, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_read(CaptureHandle c, MatHandle image, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_get(CaptureHandle c, int property, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_set(CaptureHandle c, int property, double value, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_backend(CaptureHandle c, out nint result);

    [LibraryImport(Library)]
    internal static partial int cvs_capture_exceptions(CaptureHandle c, int enable, out int result);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_new(out WriterHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_delete(nint w);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int cvs_writer_open(WriterHandle w, string file, int api, int fourcc, double fps, Size size, int* p, int parameters, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_is_opened(WriterHandle w, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_release(WriterHandle w);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_write(WriterHandle w, MatHandle image);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_get(WriterHandle w, int property, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_set(WriterHandle w, int property, double value, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_writer_backend(WriterHandle w, out nint result);
}
