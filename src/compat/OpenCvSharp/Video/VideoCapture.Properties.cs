namespace OpenCvSharp;

/// <content>Properties by name; which of them a source knows depends on the back end.</content>
public partial class VideoCapture
{
    /// <summary>Position in milliseconds.</summary>
    public int PosMsec { get => (int)Get(VideoCaptureProperties.PosMsec); set => Set(VideoCaptureProperties.PosMsec, value); }

    /// <summary>Index of the frame that is read next.</summary>
    public int PosFrames { get => (int)Get(VideoCaptureProperties.PosFrames); set => Set(VideoCaptureProperties.PosFrames, value); }

    public int FrameWidth { get => (int)Get(VideoCaptureProperties.FrameWidth); set => Set(VideoCaptureProperties.FrameWidth, value); }
    public int FrameHeight { get => (int)Get(VideoCaptureProperties.FrameHeight); set => Set(VideoCaptureProperties.FrameHeight, value); }
    public double Fps { get => Get(VideoCaptureProperties.Fps); set => Set(VideoCaptureProperties.Fps, value); }

    /// <summary>Frames in the file; not above 0 for a camera.</summary>
    public int FrameCount => (int)Get(VideoCaptureProperties.FrameCount);

    /// <summary>The codec's four characters.</summary>
    public string FourCC
    {
        get
        {
            var code = (int)Get(VideoCaptureProperties.FourCC);
            return new([(char)(code & 255), (char)((code >> 8) & 255), (char)((code >> 16) & 255), (char)((code >> 24) & 255)]);
        }
        set => Set(VideoCaptureProperties.FourCC, OpenCvSharp.FourCC.FromString(value).Value);
    }

    /// <summary>Frames that the back end holds back.</summary>
    public double BufferSize { get => Get(VideoCaptureProperties.BufferSize); set => Set(VideoCaptureProperties.BufferSize, value); }

    /// <summary>Whether frames come as BGR rather than as the camera sends them.</summary>
    public bool ConvertRgb { get => Get(VideoCaptureProperties.ConvertRgb) != 0; set => Set(VideoCaptureProperties.ConvertRgb, value ? 1 : 0); }

    public double Brightness { get => Get(VideoCaptureProperties.Brightness); set => Set(VideoCaptureProperties.Brightness, value); }
    public double Contrast { get => Get(VideoCaptureProperties.Contrast); set => Set(VideoCaptureProperties.Contrast, value); }
    public double Saturation { get => Get(VideoCaptureProperties.Saturation); set => Set(VideoCaptureProperties.Saturation, value); }
    public double Gain { get => Get(VideoCaptureProperties.Gain); set => Set(VideoCaptureProperties.Gain, value); }
    public double Exposure { get => Get(VideoCaptureProperties.Exposure); set => Set(VideoCaptureProperties.Exposure, value); }
    public double AutoExposure { get => Get(VideoCaptureProperties.AutoExposure); set => Set(VideoCaptureProperties.AutoExposure, value); }
    public bool AutoFocus { get => Get(VideoCaptureProperties.AutoFocus) != 0; set => Set(VideoCaptureProperties.AutoFocus, value ? 1 : 0); }
    public double Focus { get => Get(VideoCaptureProperties.Focus); set => Set(VideoCaptureProperties.Focus, value); }
}
