namespace OpenCvSharp;

/// <summary>One parameter of an encoder, e.g. JPEG quality 0 to 100.</summary>
public record ImageEncodingParam
{
    public ImageEncodingParam(ImwriteFlags id, int value)
    {
        EncodingId = id;
        Value = value;
    }

    public ImwriteFlags EncodingId { get; }
    public int Value { get; }
}
