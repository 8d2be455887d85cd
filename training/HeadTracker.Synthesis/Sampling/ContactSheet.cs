using System.Numerics;
using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Many samples on one picture, their labels drawn on them, to be looked at.</summary>
public sealed class ContactSheet : IDisposable
{
    private readonly Mat _sheet;
    private readonly int _columns;
    private readonly int _tile;
    private int _next;

    /// <param name="columns">Tiles across.</param>
    /// <param name="rows">Tiles down.</param>
    /// <param name="tile">Side of a tile in pixels.</param>
    public ContactSheet(int columns, int rows, int tile)
    {
        (_columns, _tile) = (columns, tile);
        _sheet = new Mat(rows * tile, columns * tile, MatType.CV_8UC3, Scalar.All(0));
    }

    /// <summary>Adds a sample in the next free place.</summary>
    /// <param name="sample">Stays the caller's.</param>
    /// <param name="marked">Draw head axes (red to the person's left, green up, blue out of the nose) and landmarks.</param>
    public void Add(Sample sample, bool marked)
    {
        using var copy = sample.Picture.Clone();
        if (marked) Mark(copy, sample.Truth);
        using var place = new Mat(_sheet, new Rect(_next % _columns * _tile, _next / _columns * _tile, _tile, _tile));
        Cv2.Resize(copy, place, new Size(_tile, _tile), 0, 0, InterpolationFlags.Area);
        _next++;
    }

    public void Save(string path)
    {
        if (!Cv2.ImWrite(path, _sheet))
        {
            throw new UserErrorException($"The contact sheet could not be written to '{path}'; check the folder and the file's ending.");
        }
    }

    public void Dispose() => _sheet.Dispose();

    private static void Mark(Mat picture, SampleTruth truth)
    {
        foreach (var p in truth.Landmarks) Cv2.Circle(picture, At(p), 1, new Scalar(0, 255, 255), -1);
        var origin = truth.Landmarks[30];
        var length = truth.LandmarkBox.Height * 0.5f;
        ReadOnlySpan<(Vector3 Axis, Scalar Colour)> axes =
            [(Vector3.UnitX, new Scalar(40, 40, 255)), (Vector3.UnitY, new Scalar(40, 220, 40)), (Vector3.UnitZ, new Scalar(255, 90, 40))];
        foreach (var (axis, colour) in axes)
        {
            var d = Vector3.Transform(axis, truth.Rotation);
            Cv2.Line(picture, At(origin), At(origin + new Vector2(d.X, -d.Y) * length), colour, 2, LineTypes.AntiAlias);
        }

        var a = truth.Angles;
        Cv2.PutText(picture, $"{a.Yaw:f0} {a.Pitch:f0} {a.Roll:f0}", new Point(4, 14), HersheyFonts.HersheySimplex, 0.45, new Scalar(255, 255, 255),
            1, LineTypes.AntiAlias);
    }

    private static Point At(Vector2 p) => new((int)MathF.Round(p.X), (int)MathF.Round(p.Y));
}
