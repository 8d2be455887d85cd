namespace OpenCvSharp;

/// <content>Copies, conversions, and the functions of <see cref="Cv2"/> as methods.</content>
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

    /// <summary>A Mat of this size and type whose elements are not set.</summary>
    public Mat EmptyClone() => new(Size(), Type());

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

    /// <summary>Appends rows.</summary>
    public void PushBack(Mat m) => Native.Check(Native.cvs_mat_push_back(Handle, Arguments.Need(m)));

    public double Dot(InputArray m)
    {
        Native.Check(Native.cvs_dot(Handle, Arguments.Need(m), out var result));
        return result;
    }

    public Mat Cross(InputArray m)
    {
        Native.Check(Native.cvs_cross(Handle, Arguments.Need(m), out var handle));
        return new(handle);
    }

    /// <summary>The elements as text.</summary>
    public string Dump(FormatType format = FormatType.Default)
    {
        Native.Check(Native.cvs_format(Handle, (int)format, out var text));
        return Native.TakeString(text);
    }

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

    public Mat Resize(Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Make(dst => Cv2.Resize(this, dst, dsize, fx, fy, interpolation));
    public Mat CvtColor(ColorConversionCodes code, int dstCn = 0) => Make(dst => Cv2.CvtColor(this, dst, code, dstCn));
    public Mat Flip(FlipMode flipCode) => Make(dst => Cv2.Flip(this, dst, flipCode));
    public Mat Transpose() => Make(dst => Cv2.Transpose(this, dst));
    public Mat Threshold(double thresh, double maxval, ThresholdTypes type) => Make(dst => Cv2.Threshold(this, dst, thresh, maxval, type));
    public Mat GaussianBlur(Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Make(dst => Cv2.GaussianBlur(this, dst, ksize, sigmaX, sigmaY, borderType));
    public Mat[] Split() => Cv2.Split(this);
    public Scalar Mean(InputArray? mask = null) => Cv2.Mean(this, mask);
    public Scalar Sum() => Cv2.Sum(this);
    public int CountNonZero() => Cv2.CountNonZero(this);
    public double Norm(NormTypes normType = NormTypes.L2, InputArray? mask = null) => Cv2.Norm(this, normType, mask);
    public double Determinant() => Cv2.Determinant(this);

    public void MinMaxLoc(out double minVal, out double maxVal) => Cv2.MinMaxLoc(this, out minVal, out maxVal);
    public void MinMaxLoc(out Point minLoc, out Point maxLoc) => Cv2.MinMaxLoc(this, out minLoc, out maxLoc);
    public void MinMaxLoc(out double minVal, out double maxVal, out Point minLoc, out Point maxLoc, InputArray? mask = null) =>
        Cv2.MinMaxLoc(this, out minVal, out maxVal, out minLoc, out maxLoc, mask);

    /// <summary>Frees the target if the function fails.</summary>
    internal static Mat Make(Action<Mat> fill)
    {
        var result = new Mat();
        try
        {
            fill(result);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }
}
