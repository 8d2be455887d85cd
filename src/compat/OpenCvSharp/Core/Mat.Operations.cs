namespace OpenCvSharp;

/// <content>Copies, conversions, image files.</content>
public partial class Mat
{
    /// <summary>Copies header and pixels.</summary>
    public Mat Clone()
    {
        Native.Check(Native.cvs_mat_clone(Handle, out var handle));
        return new(handle);
    }

    public Mat Clone(Rect roi)
    {
        using var window = SubMat(roi);
        return window.Clone();
    }

    public void CopyTo(Mat m, InputArray? mask = null) => Native.Check(Native.cvs_mat_copy_to(Handle, Arguments.Need(m), Arguments.Or(mask)));
    public void CopyTo(OutputArray m, InputArray? mask = null) => Native.Check(Native.cvs_mat_copy_to(Handle, Arguments.Need(m), Arguments.Or(mask)));

    /// <summary>m = saturate(alpha · this + beta) in another depth.</summary>
    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        Native.Check(Native.cvs_mat_convert_to(Handle, Arguments.Need(m), (int)rtype, alpha, beta));

    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Native.Check(Native.cvs_mat_set_to(Handle, value, mask?.Handle ?? MatHandle.None));
        return this;
    }

    public Mat SetTo(InputArray value, Mat? mask = null)
    {
        Native.Check(Native.cvs_mat_set_to_array(Handle, Arguments.Need(value), mask?.Handle ?? MatHandle.None));
        return this;
    }

    public void SetIdentity(Scalar? s = null) => Native.Check(Native.cvs_mat_set_identity(Handle, s ?? new Scalar(1)));

    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);
    public static Mat FromImageData(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);
    public static Mat FromImageData(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    public bool ImWrite(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);
    public bool SaveImage(string fileName, params ImageEncodingParam[] prms) => Cv2.ImWrite(fileName, this, prms);

    public byte[] ImEncode(string ext = ".png", params ImageEncodingParam[] prms)
    {
        Cv2.ImEncode(ext, this, out var bytes, prms);
        return bytes;
    }

    public byte[] ToBytes(string ext = ".png", params ImageEncodingParam[] prms) => ImEncode(ext, prms);
}
