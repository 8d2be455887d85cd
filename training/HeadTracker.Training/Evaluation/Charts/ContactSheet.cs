using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>A pose drawn on a tile: bold for what a model says, thin for the label, as in the KD paper's fig. 7.</summary>
public readonly record struct DrawnPose(Quaternion Rotation, bool Bold);

/// <summary>One face of a sheet.</summary>
public sealed record SheetTile(LabelledFace Face, IReadOnlyList<DrawnPose> Poses, string Caption);

/// <summary>Faces side by side, with their poses as three axes each: x red, y green, and the nose's direction blue.</summary>
public static class ContactSheet
{
    private const int Columns = 6, Tile = 200, Caption = 34;
    private const float Surroundings = 1.7f, AxisLength = 0.36f;
    private const double TextSize = 0.38;
    private static readonly Scalar Ink = new(60, 60, 60);
    private static readonly (Vector3 Axis, Scalar Colour)[] Axes =
        [(Vector3.UnitX, new Scalar(40, 40, 230)), (Vector3.UnitY, new Scalar(60, 190, 60)), (Vector3.UnitZ, new Scalar(240, 120, 30))];

    /// <summary>Draws the tiles in their order; faces whose photo cannot be read stay grey.</summary>
    public static void Write(string path, IPhotoSource photos, IReadOnlyList<SheetTile> tiles)
    {
        var rows = (tiles.Count + Columns - 1) / Columns;
        using var sheet = new Mat(Math.Max(1, rows) * (Tile + Caption), Columns * Tile, MatType.CV_8UC3, new Scalar(245, 245, 245));
        var crop = new FaceCrop(Tile, Tile);
        var pixels = new byte[3 * Tile * Tile];
        for (var i = 0; i < tiles.Count; i++)
        {
            var (x, y) = (i % Columns * Tile, i / Columns * (Tile + Caption));
            using var place = new Mat(sheet, new Rect(x, y, Tile, Tile));
            DrawPhoto(place, photos, tiles[i].Face, crop, pixels);
            foreach (var pose in tiles[i].Poses) DrawAxes(place, pose);
            var lines = tiles[i].Caption.Split('\n');
            for (var line = 0; line < lines.Length; line++)
                Cv2.PutText(sheet, lines[line], new Point(x + 4, y + Tile + 13 + 15 * line), HersheyFonts.HersheySimplex, TextSize, Ink, 1,
                    LineTypes.AntiAlias);
        }

        Cv2.ImWrite(path, sheet);
    }

    private static void DrawPhoto(Mat place, IPhotoSource photos, LabelledFace face, FaceCrop crop, byte[] pixels)
    {
        try
        {
            using var photo = photos.Load(face.Image);
            crop.SampleBytes(photo.AsBgr(), face.Box.ToSquare().Scaled(Surroundings), pixels);
        }
        catch (InvalidDataException)
        {
            pixels.AsSpan().Fill(128);
        }

        using var tile = Mat.FromPixelData(Tile, Tile, MatType.CV_8UC3, pixels);
        tile.CopyTo(place);
    }

    private static void DrawAxes(Mat place, DrawnPose pose)
    {
        var center = new Point(Tile / 2, Tile / 2);
        // Nearest last, so that an axis towards the viewer covers those behind it.
        foreach (var (axis, colour) in Axes.OrderBy(entry => Vector3.Transform(entry.Axis, pose.Rotation).Z))
        {
            var end = Vector3.Transform(axis, pose.Rotation) * (AxisLength * Tile);
            var tip = new Point((int)(center.X + end.X), (int)(center.Y - end.Y));
            if (pose.Bold) Cv2.Line(place, center, tip, colour, 5, LineTypes.AntiAlias);
            // Pale, so that it shows on top of a bold line of the same axis.
            else Cv2.Line(place, center, tip, new Scalar(Pale(colour.Val0), Pale(colour.Val1), Pale(colour.Val2)), 1, LineTypes.AntiAlias);
        }
    }

    private static double Pale(double channel) => 255 - (255 - channel) / 3;
}
