namespace HeadTracker.Capture;

/// <summary>
/// Webcams whose focal length others have measured: the calibrations that FIRST publishes for its robots, of 2018. A webcam cuts its picture
/// differently in each shape of picture, so each shape has a figure of its own, and shapes that nobody has measured have none.
/// </summary>
public static class KnownCameras
{
    private static readonly MeasuredLens[] Lenses =
    [
        new("C920", 1920, 1080, 1385.92f),
        new("C920", 640, 480, 622.001f),
        new("C270", 1280, 720, 1451.966f),
        new("C270", 640, 480, 822.317f),
        new("C310", 640, 480, 821.993f),
        new("LifeCam HD-3000", 640, 480, 678.16f),
    ];

    /// <summary>Degrees across the diagonal of a picture of this shape; null where nobody has measured it.</summary>
    /// <param name="name">As the camera calls itself; the model may be anywhere in it.</param>
    /// <param name="width">Pixels across, of any size of the shape.</param>
    /// <param name="height">Pixels down.</param>
    public static float? DiagonalFieldOfView(string name, int width, int height)
    {
        var lens = Lenses.FirstOrDefault(lens => lens.IsOf(name) && lens.Width * height == lens.Height * width);
        return lens is null ? null : 360 / MathF.PI * MathF.Atan(float.Hypot(lens.Width, lens.Height) / 2 / lens.FocalLength);
    }

    /// <param name="Model">What all names of the model contain.</param>
    /// <param name="Width">Of the picture that was measured, in pixels.</param>
    /// <param name="Height">Of the same.</param>
    /// <param name="FocalLength">In pixels of the same.</param>
    private sealed record MeasuredLens(string Model, int Width, int Height, float FocalLength)
    {
        public bool IsOf(string name)
        {
            var at = name.IndexOf(Model, StringComparison.OrdinalIgnoreCase);
            // "C270" is no part of "C2700"; letters after it ("C920s") tell a variant with the same lens.
            return at >= 0 && (at + Model.Length == name.Length || !char.IsDigit(name[at + Model.Length]));
        }
    }
}
