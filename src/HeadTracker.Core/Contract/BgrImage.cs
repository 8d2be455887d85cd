namespace HeadTracker.Contract;

/// <summary>A view of 8-bit BGR pixels that somebody else owns and keeps alive and in place while the view is used.</summary>
/// <param name="Data">Address of the top left pixel's blue byte.</param>
/// <param name="Width">Pixels per row, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Stride">Bytes from one row to the next, at least 3 · <paramref name="Width"/>; negative where rows lie bottom up.</param>
public readonly record struct BgrImage(nint Data, int Width, int Height, int Stride)
{
    /// <summary>The same pixels with the last row first.</summary>
    public BgrImage UpsideDown => new(Data + (nint)(Height - 1) * Stride, Width, Height, -Stride);

    internal void Validate()
    {
        if (Data == 0 || Width < 1 || Height < 1 || Math.Abs((long)Stride) < 3L * Width)
        {
            throw new ArgumentException($"Not a BGR image: {Width}x{Height} pixels, {Stride} bytes per row, at address {Data}.");
        }
    }
}
