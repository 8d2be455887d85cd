namespace OpenCvSharp;

/// <summary>Hardware decoding to ask for when a capture is opened.</summary>
public record VideoCapturePara
{
    public VideoCapturePara()
    {
    }

    public VideoCapturePara(VideoAccelerationType videoAcceleration, int deviceIndex)
    {
        AccelerationType = videoAcceleration;
        HwDeviceIndex = deviceIndex;
    }

    public VideoAccelerationType AccelerationType { get; } = VideoAccelerationType.Any;
    public int HwDeviceIndex { get; } = -1;

    /// <summary>Pairs of property and value.</summary>
    public int[] GetParameters() =>
        [(int)VideoCaptureProperties.HwAcceleration, (int)AccelerationType, (int)VideoCaptureProperties.HwDevice, HwDeviceIndex];
}
