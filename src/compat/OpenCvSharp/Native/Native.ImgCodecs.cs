using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: opencv_imgcodecs (native/imgcodecs.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int cvs_imread(string file, int flags, out MatHandle result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int cvs_imwrite(string file, nint* images, int count, int* p, int parameters, out int ok);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_imdecode(byte* bytes, int length, int flags, out MatHandle result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int cvs_imencode(string extension, MatHandle image, int* p, int parameters, out nint bytes, out nint data, out int length, out int ok);

    [LibraryImport(Library)]
    internal static partial int cvs_bytes_delete(nint bytes);
}
