using System.Runtime.CompilerServices;

namespace OpenCvSharp;

/// <summary>Turns arguments of the public functions into those of the shim.</summary>
internal static class Arguments
{
    /// <summary>The handle of an array that must be there.</summary>
    public static MatHandle Need(InputArray? array, [CallerArgumentExpression(nameof(array))] string? name = null) =>
        array?.Handle ?? throw new ArgumentNullException(name);

    /// <inheritdoc cref="Need(InputArray?, string?)"/>
    public static MatHandle Need(OutputArray? array, [CallerArgumentExpression(nameof(array))] string? name = null) =>
        array?.Handle ?? throw new ArgumentNullException(name);

    /// <inheritdoc cref="Need(InputArray?, string?)"/>
    public static MatHandle Need(Mat? mat, [CallerArgumentExpression(nameof(mat))] string? name = null) =>
        mat?.Handle ?? throw new ArgumentNullException(name);

    /// <summary>The handle, or cv::noArray().</summary>
    public static MatHandle Or(InputArray? array) => array?.Handle ?? MatHandle.None;

    /// <inheritdoc cref="Or(InputArray?)"/>
    public static MatHandle Or(OutputArray? array) => array?.Handle ?? MatHandle.None;

    public static int Int(bool value) => value ? 1 : 0;

    /// <summary>OpenCV's default anchor, the middle of a kernel.</summary>
    public static Point Anchor(Point? anchor) => anchor ?? new Point(-1, -1);

    /// <summary>
    /// The native pointers of several Mats. The caller keeps the array alive (GC.KeepAlive) until the native call is over.
    /// </summary>
    public static nint[] Pointers(Mat[] mats)
    {
        var pointers = new nint[mats.Length];
        for (var i = 0; i < mats.Length; i++)
        {
            var mat = mats[i] ?? throw new ArgumentNullException(nameof(mats));
            pointers[i] = mat.CvPtr;
        }

        return pointers;
    }
}
