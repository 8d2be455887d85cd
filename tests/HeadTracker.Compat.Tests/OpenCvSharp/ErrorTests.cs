using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>Whatever goes wrong natively becomes an exception.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void OpenCV_says_what_and_where()
    {
        using Mat empty = new(), result = new();
        var error = Assert.Throws<OpenCVException>(() => Cv2.Resize(empty, result, new Size(3, 3)));

        Assert.Equal((ErrorCode.StsAssert, "resize", "!ssize.empty()"), (error.Status, error.FuncName, error.ErrMsg));
        Assert.Equal(error.ErrMsg, error.Message);
        Assert.EndsWith("resize.cpp", error.FileName);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void A_window_beyond_the_edge_is_an_error()
    {
        using var mat = new Mat(5, 5, MatType.CV_8UC1);

        Assert.Throws<OpenCVException>(() => new Mat(mat, new Rect(3, 3, 4, 4)));
        Assert.Throws<OpenCVException>(() => mat.RowRange(2, 9));
        Assert.Throws<OpenCVException>(() => mat.Reshape(3));
        Assert.Throws<OpenCVException>(() => new Mat(-1, 5, MatType.CV_8UC1));
    }

    [Fact]
    public void Too_much_memory_is_an_error()
    {
        var error = Assert.Throws<OpenCVException>(() => new Mat(int.MaxValue, int.MaxValue, MatType.CV_64FC4));

        Assert.Contains(error.Status, new[] { ErrorCode.StsNoMem, ErrorCode.StsError, ErrorCode.StsAssert, ErrorCode.StsOutOfRange });
    }

    [Fact]
    public void Nothing_given_names_the_argument()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC1);

        Assert.Equal("src", Assert.Throws<ArgumentNullException>(() => Cv2.Flip((Mat)null!, mat, FlipMode.X)).ParamName);
        Assert.Equal("dst", Assert.Throws<ArgumentNullException>(() => Cv2.Flip(mat, null!, FlipMode.X)).ParamName);
    }

    [Fact]
    public void A_disposed_object_refuses()
    {
        var mat = new Mat(2, 2, MatType.CV_8UC1);
        using var result = new Mat();
        mat.Dispose();
        mat.Dispose();
        var capture = new VideoCapture();
        capture.Dispose();

        Assert.True(mat.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => mat.Rows);
        Assert.Throws<ObjectDisposedException>(() => mat.Clone());
        Assert.Throws<ObjectDisposedException>(() => mat.CvPtr);
        Assert.Throws<ObjectDisposedException>(() => Cv2.Flip(mat, result, FlipMode.X));
        Assert.Throws<ObjectDisposedException>(() => Cv2.Merge([mat], result));
        Assert.Throws<ObjectDisposedException>(() => capture.Read(result));
    }

    [Fact]
    public void Errors_of_two_threads_do_not_mix()
    {
        Parallel.For(0, 200, i =>
        {
            using Mat empty = new(), result = new();
            var error = i % 2 == 0
                ? Assert.Throws<OpenCVException>(() => Cv2.Resize(empty, result, new Size(3, 3)))
                : Assert.Throws<OpenCVException>(() => Cv2.CvtColor(empty, result, ColorConversionCodes.BGR2GRAY));
            Assert.Equal(i % 2 == 0 ? "resize" : "cvtColor", error.FuncName);
        });
    }
}
