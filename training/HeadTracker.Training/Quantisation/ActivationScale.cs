namespace HeadTracker.Training.Quantisation;

/// <summary>How a tensor's values become bytes: real = <see cref="Scale"/> · (byte - <see cref="ZeroPoint"/>), one pair for the whole tensor.</summary>
/// <param name="Scale">Above 0.</param>
/// <param name="ZeroPoint">The byte that stands for 0 exactly, so that padding adds no error.</param>
public readonly record struct ActivationScale(float Scale, byte ZeroPoint)
{
    /// <summary>The finest scale that covers a range and 0. A range that starts at 0 gets zero point 0: saturation then is the ReLU.</summary>
    public static ActivationScale Covering(float low, float high)
    {
        (low, high) = (MathF.Min(0, low), MathF.Max(0, high));
        // A tensor that is always 0 may have any scale.
        if (!(high - low > float.Epsilon * 512)) return new ActivationScale(1, 0);
        var scale = (high - low) / byte.MaxValue;
        return new ActivationScale(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, byte.MaxValue));
    }

    /// <summary>Rounds half to even, as ONNX demands, and saturates.</summary>
    public byte Quantize(float value) => (byte)Math.Clamp(MathF.Round(value / Scale) + ZeroPoint, 0, byte.MaxValue);

    public float Dequantize(byte value) => Scale * (value - ZeroPoint);
}
