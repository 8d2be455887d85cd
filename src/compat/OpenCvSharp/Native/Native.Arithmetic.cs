using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>The shim's entry points: opencv_core (native/arithmetic.cpp).</summary>
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int cvs_absdiff(MatHandle a, MatHandle b, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_add(MatHandle a, MatHandle b, MatHandle dst, MatHandle mask, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_subtract(MatHandle a, MatHandle b, MatHandle dst, MatHandle mask, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_subtract_scalar(MatHandle a, Scalar b, MatHandle dst, MatHandle mask, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_subtract_from(Scalar a, MatHandle b, MatHandle dst, MatHandle mask, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_multiply(MatHandle a, MatHandle b, MatHandle dst, double scale, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_divide(MatHandle a, MatHandle b, MatHandle dst, double scale, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_divide_scalar(double scale, MatHandle b, MatHandle dst, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_add_weighted(MatHandle a, double alpha, MatHandle b, double beta, double gamma, MatHandle dst, int type);

    [LibraryImport(Library)]
    internal static partial int cvs_bitwise(int op, MatHandle a, MatHandle b, MatHandle dst, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_min(MatHandle a, MatHandle b, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_max(MatHandle a, MatHandle b, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_compare(MatHandle a, MatHandle b, MatHandle dst, int op);

    [LibraryImport(Library)]
    internal static partial int cvs_in_range(MatHandle src, MatHandle low, MatHandle high, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_in_range_scalar(MatHandle src, Scalar low, Scalar high, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_lut(MatHandle src, MatHandle lut, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_sum(MatHandle src, out Scalar result);

    [LibraryImport(Library)]
    internal static partial int cvs_mean(MatHandle src, MatHandle mask, out Scalar result);

    [LibraryImport(Library)]
    internal static partial int cvs_mean_std_dev(MatHandle src, MatHandle mean, MatHandle deviation, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_mean_std_dev_scalar(MatHandle src, out Scalar mean, out Scalar deviation, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_norm(MatHandle src, int type, MatHandle mask, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_norm_diff(MatHandle a, MatHandle b, int type, MatHandle mask, out double result);

    [LibraryImport(Library)]
    internal static partial int cvs_normalize(MatHandle src, MatHandle dst, double alpha, double beta, int norm, int type, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_min_max_loc(MatHandle src, out double low, out double high, out Point lowAt, out Point highAt, MatHandle mask);

    [LibraryImport(Library)]
    internal static partial int cvs_count_non_zero(MatHandle src, out int result);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_split(MatHandle src, nint* planes);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_merge(nint* planes, int count, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_extract_channel(MatHandle src, MatHandle dst, int channel);

    [LibraryImport(Library)]
    internal static partial int cvs_insert_channel(MatHandle src, MatHandle dst, int channel);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_hconcat(nint* list, int count, MatHandle dst);

    [LibraryImport(Library)]
    internal static unsafe partial int cvs_vconcat(nint* list, int count, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_flip(MatHandle src, MatHandle dst, int code);

    [LibraryImport(Library)]
    internal static partial int cvs_rotate(MatHandle src, MatHandle dst, int code);

    [LibraryImport(Library)]
    internal static partial int cvs_transpose(MatHandle src, MatHandle dst);

    [LibraryImport(Library)]
    internal static partial int cvs_copy_make_border(MatHandle src, MatHandle dst, int top, int bottom, int left, int right, int border, Scalar value);

    [LibraryImport(Library)]
    internal static partial int cvs_randu(MatHandle dst, MatHandle low, MatHandle high);

    [LibraryImport(Library)]
    internal static partial int cvs_randn(MatHandle dst, MatHandle mean, MatHandle deviation);

    [LibraryImport(Library)]
    internal static partial int cvs_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial int cvs_get_num_threads(out int result);

    [LibraryImport(Library)]
    internal static partial int cvs_set_use_optimized(int on);

    [LibraryImport(Library)]
    internal static partial int cvs_use_optimized(out int result);

    [LibraryImport(Library)]
    internal static partial int cvs_log_level(int level, out int previous);

    [LibraryImport(Library)]
    internal static partial int cvs_string_read(nint s, out nint text, out int length);

    [LibraryImport(Library)]
    internal static partial int cvs_string_delete(nint s);

    [LibraryImport(Library)]
    internal static partial int cvs_build_information(out nint result);

    [LibraryImport(Library)]
    internal static partial int cvs_version(out nint result);
}
