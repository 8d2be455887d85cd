using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Resampling.</content>
public static partial class Cv2
{
    /// <summary>To a size, or by factors where the size is empty. Pixel centres lie at half coordinates.</summary>
    public static void Resize(InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Native.Check(Native.cvs_resize(Need(src), Need(dst), dsize, fx, fy, (int)interpolation));

    /// <summary>
    /// <paramref name="m"/> (2×3) takes source coordinates to destination ones, or the other way with
    /// InterpolationFlags.WarpInverseMap. Pixel centres lie at whole coordinates.
    /// </summary>
    public static void WarpAffine(InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear,
        BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Native.Check(Native.cvs_warp_affine(Need(src), Need(dst), Need(m), dsize, (int)flags, (int)borderMode, borderValue ?? default));

    /// <summary>dst(x, y) = src(map1(x, y), map2(x, y)).</summary>
    public static void Remap(InputArray src, OutputArray dst, InputArray map1, InputArray map2, InterpolationFlags interpolation = InterpolationFlags.Linear,
        BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Native.Check(Native.cvs_remap(Need(src), Need(dst), Need(map1), Or(map2), (int)interpolation, (int)borderMode, borderValue ?? default));

    /// <summary>2×3, double; a positive angle, in degrees, turns counter-clockwise on the screen.</summary>
    public static Mat GetRotationMatrix2D(Point2f center, double angle, double scale)
    {
        Native.Check(Native.cvs_rotation_matrix(center, angle, scale, out var handle));
        return new(handle);
    }

    /// <summary>2×3, double, from three pairs of points.</summary>
    public static Mat GetAffineTransform(InputArray src, InputArray dst)
    {
        Native.Check(Native.cvs_affine_transform(Need(src), Need(dst), out var handle));
        return new(handle);
    }

    /// <inheritdoc cref="GetAffineTransform(InputArray, InputArray)"/>
    public static Mat GetAffineTransform(IEnumerable<Point2f> src, IEnumerable<Point2f> dst)
    {
        using Mat from = Mat.FromArray(src), to = Mat.FromArray(dst);
        return GetAffineTransform(from, to);
    }

    public static void InvertAffineTransform(InputArray m, OutputArray im) => Native.Check(Native.cvs_invert_affine(Need(m), Need(im)));
}
