using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: cv::Mat (native/mat.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_mat_delete(nint m);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_new(out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_new_size(int rows, int cols, int type, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_new_scalar(int rows, int cols, int type, Scalar s, out MatHandle result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_mat_new_data(int rows, int cols, int type, void* data, long step, out MatHandle result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_mat_new_nd(int dims, int* sizes, int type, void* data, long* steps, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_new_header(MatHandle m, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_new_roi(MatHandle m, Rect roi, out MatHandle result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_mat_new_ranges(MatHandle m, int count, Range* ranges, out MatHandle result);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int cvs_mat_rows(MatHandle m);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int cvs_mat_cols(MatHandle m);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int cvs_mat_dims(MatHandle m);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int cvs_mat_flags(MatHandle m);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int cvs_mat_size(MatHandle m, int dim);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int cvs_mat_is_submatrix(MatHandle m);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long cvs_mat_step(MatHandle m, int dim);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long cvs_mat_total(MatHandle m);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static unsafe partial void* cvs_mat_data(MatHandle m, int which);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static unsafe partial void* cvs_mat_at(MatHandle m, int i0, int i1, int i2);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_locate_roi(MatHandle m, out Size whole, out Point offset);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_clone(MatHandle m, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_copy_to(MatHandle m, MatHandle to, MatHandle mask);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_mat_create(MatHandle m, int dims, int* sizes, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_release(MatHandle m);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_convert_to(MatHandle m, MatHandle to, int type, double alpha, double beta);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_set_to(MatHandle m, Scalar s, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_set_to_array(MatHandle m, MatHandle value, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_reshape(MatHandle m, int channels, int rows, out MatHandle result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_mat_reshape_nd(MatHandle m, int channels, int dims, int* sizes, out MatHandle result);

    [LibraryImport(Library)]
    internal static partial int cvs_mat_set_identity(MatHandle m, Scalar s);
}
