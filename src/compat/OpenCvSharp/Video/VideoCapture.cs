using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>
/// Reads frames from a camera, file or stream. Opening does not throw: ask <see cref="IsOpened"/>. A call on one thread may
/// be running while another disposes; the capture is freed when it returns.
/// </summary>
public partial class VideoCapture : CvObject
{
    private readonly CaptureHandle handle;

    public VideoCapture()
    {
        Native.Check(Native.cvs_capture_new(out handle));
    }

    /// <summary>Opens the camera of an index.</summary>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this(index, apiPreference, [])
    {
    }

    /// <summary>With pairs of property and value to open with.</summary>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference, int[] prms) : this()
    {
        Open(index, apiPreference, prms);
        CaptureType = CaptureType.Camera;
    }

    public VideoCapture(int index, VideoCaptureAPIs apiPreference, VideoCapturePara prms) : this(index, apiPreference, prms.GetParameters())
    {
    }

    /// <summary>Opens a file, numbered images ("img_%02d.png"), or a URL.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this(fileName, apiPreference, [])
    {
    }

    /// <inheritdoc cref="VideoCapture(int, VideoCaptureAPIs, int[])"/>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms) : this()
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        Open(fileName, apiPreference, prms);
        CaptureType = CaptureType.File;
    }

    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, VideoCapturePara prms) : this(fileName, apiPreference, prms.GetParameters())
    {
    }

    public static VideoCapture FromCamera(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => new(index, apiPreference);
    public static VideoCapture FromFile(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => new(fileName, apiPreference);

    public CaptureType CaptureType { get; private set; } = CaptureType.NotSpecified;

    public bool Open(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
    {
        var ok = Open(index, apiPreference, []);
        CaptureType = ok ? CaptureType.Camera : CaptureType.NotSpecified;
        return ok;
    }

    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        var ok = Open(fileName, apiPreference, []);
        CaptureType = ok ? CaptureType.File : CaptureType.NotSpecified;
        return ok;
    }

    public bool IsOpened()
    {
        Native.Check(Native.cvs_capture_is_opened(handle, out var ok));
        return ok != 0;
    }

    /// <summary>Closes the source; another can be opened.</summary>
    public void Release() => Native.Check(Native.cvs_capture_release(handle));

    /// <summary>Takes the next frame without decoding it.</summary>
    public bool Grab()
    {
        Native.Check(Native.cvs_capture_grab(handle, out var ok));
        return ok != 0;
    }

    /// <summary>Decodes the frame grabbed.</summary>
    public bool Retrieve(Mat image, int flag = 0) => Retrieve(Arguments.Need(image), flag);
    public bool Retrieve(OutputArray image, int flag = 0) => Retrieve(Arguments.Need(image), flag);
    public bool Retrieve(Mat image, CameraChannels streamIdx) => Retrieve(Arguments.Need(image), (int)streamIdx);

    public Mat RetrieveMat()
    {
        var image = new Mat();
        Retrieve(image);
        return image;
    }

    /// <summary>
    /// Grabs and decodes into the Mat, whose memory is used again where the size stays the same. False, with an empty
    /// Mat, at the end of a file or when a camera gives nothing.
    /// </summary>
    public bool Read(Mat image) => Read(Arguments.Need(image));
    public bool Read(OutputArray image) => Read(Arguments.Need(image));

    /// <summary>0 for a property that the back end does not know.</summary>
    public double Get(VideoCaptureProperties propertyId) => Get((int)propertyId);

    public double Get(int propertyId)
    {
        Native.Check(Native.cvs_capture_get(handle, propertyId, out var value));
        return value;
    }

    /// <summary>True does not say that a camera took the value: read it back.</summary>
    public bool Set(VideoCaptureProperties propertyId, double value) => Set((int)propertyId, value);

    public bool Set(int propertyId, double value)
    {
        Native.Check(Native.cvs_capture_set(handle, propertyId, value, out var ok));
        return ok != 0;
    }

    /// <exception cref="OpenCVException">Nothing is open.</exception>
    public string GetBackendName()
    {
        Native.Check(Native.cvs_capture_backend(handle, out var text));
        return Native.TakeString(text);
    }

    public void SetExceptionMode(bool enable) => Native.Check(Native.cvs_capture_exceptions(handle, Arguments.Int(enable), out _));

    public bool GetExceptionMode()
    {
        Native.Check(Native.cvs_capture_exceptions(handle, -1, out var on));
        return on != 0;
    }

    private protected override SafeHandle Resource => handle;

    private unsafe bool Open(int index, VideoCaptureAPIs api, int[] parameters)
    {
        fixed (int* p = parameters)
        {
            Native.Check(Native.cvs_capture_open_index(handle, index, (int)api, p, parameters.Length, out var ok));
            return ok != 0;
        }
    }

    private unsafe bool Open(string file, VideoCaptureAPIs api, int[] parameters)
    {
        fixed (int* p = parameters)
        {
            Native.Check(Native.cvs_capture_open_file(handle, file, (int)api, p, parameters.Length, out var ok));
            return ok != 0;
        }
    }

    private bool Read(MatHandle image)
    {
        Native.Check(Native.cvs_capture_read(handle, image, out var ok));
        return ok != 0;
    }

    private bool Retrieve(MatHandle image, int flag)
    {
        Native.Check(Native.cvs_capture_retrieve(handle, image, flag, out var ok));
        return ok != 0;
    }
}
