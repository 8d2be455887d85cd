using System.Numerics;
using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>A photo turned in depth.</summary>
/// <param name="Image">8-bit BGR, the photo's size; owned by who receives it.</param>
/// <param name="Rotation">The head's new rotation: the old one turned exactly by the step.</param>
/// <param name="Box">The tight box of the turned landmarks.</param>
/// <param name="Stretched">Share of the box that shows pixels drawn out to more than
/// <see cref="ProfileRotation.MostStretch"/> times their width: smears.</param>
public sealed record TurnedPhoto(Mat Image, Quaternion Rotation, FaceBox Box, float Stretched);

/// <summary>300W-LP's face profiling (Zhu et al. 2016, §4): the photo becomes a sheet in depth that is turned about the head's vertical.</summary>
public sealed class ProfileRotation(DepthImage depth)
{
    /// <summary>A pixel drawn over more than this many shows as a smear.</summary>
    public const float MostStretch = 4;

    /// <summary>Pixels between the sheet's vertices.</summary>
    private const int Step = 2;

    /// <param name="photo">8-bit BGR, of the depth image's size.</param>
    /// <param name="fit">The head's pose in it.</param>
    /// <param name="shape">The fit's 68 points in the head frame.</param>
    /// <param name="yaw">Degrees to add to the yaw: positive turns the face to image left.</param>
    public TurnedPhoto Turn(Mat photo, LandmarkFit fit, Vector3[] shape, float yaw)
    {
        // Positive yaw is a turn of -yaw about y (see EulerAngles), applied in the camera frame.
        var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -yaw * MathF.PI / 180);
        // The photo's border goes on for its width on either side: what a turn brings into the picture there is background.
        var columns = 3 * depth.Width / Step + 1;
        var rows = (depth.Height - 1) / Step + 1;
        var sheet = new Vector3[columns * rows];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (x, y) = (column * Step - depth.Width, row * Step);
                var z = depth.Depth[y * depth.Width + Math.Clamp(x, 0, depth.Width - 1)];
                sheet[row * columns + column] = Turned(new Vector3(x, y, z), turn);
            }
        }

        var raster = new TriangleRaster(depth.Width, depth.Height);
        for (var row = 0; row + 1 < rows; row++)
        {
            for (var column = 0; column + 1 < columns; column++)
            {
                var a = row * columns + column;
                raster.Draw(2 * a, sheet[a], sheet[a + 1], sheet[a + columns]);
                raster.Draw(2 * a + 1, sheet[a + columns + 1], sheet[a + columns], sheet[a + 1]);
            }
        }

        var rotation = Quaternion.Normalize(turn * fit.Rotation);
        var box = Data.LandmarkBox.Around([.. shape.Select(point =>
        {
            var posed = Vector3.Transform(point, fit.Rotation) * fit.Scale;
            var turned = Turned(new Vector3(fit.Center.X + posed.X, fit.Center.Y - posed.Y, posed.Z), turn);
            return new Vector2(turned.X, turned.Y);
        })]);
        return new TurnedPhoto(Paint(photo, raster, columns), rotation, box, StretchedShare(raster, sheet, columns, box));
    }

    /// <summary>Turns a point given in pixels with y down about the pivot.</summary>
    private Vector3 Turned(Vector3 point, Quaternion turn)
    {
        var up = new Vector3(point.X - depth.Pivot.X, -(point.Y - depth.Pivot.Y), point.Z - depth.Pivot.Z);
        var turned = Vector3.Transform(up, turn);
        return new Vector3(depth.Pivot.X + turned.X, depth.Pivot.Y - turned.Y, depth.Pivot.Z + turned.Z);
    }

    private Mat Paint(Mat photo, TriangleRaster raster, int columns)
    {
        using var mapX = new Mat(depth.Height, depth.Width, MatType.CV_32FC1, new Scalar(-1));
        using var mapY = new Mat(depth.Height, depth.Width, MatType.CV_32FC1, new Scalar(-1));
        unsafe
        {
            for (var y = 0; y < depth.Height; y++)
            {
                var xs = (float*)mapX.Ptr(y);
                var ys = (float*)mapY.Ptr(y);
                for (var x = 0; x < depth.Width; x++)
                {
                    // What even the drawn-out border leaves open, far behind the head, is drawn out further.
                    var (triangle, b, c) = raster.Seen[y * depth.Width + NearestSeen(raster, y, x)];
                    if (triangle < 0) continue;
                    var (row, column) = Math.DivRem(triangle / 2, columns);
                    // The second triangle of a cell starts at the opposite corner.
                    (xs[x], ys[x]) = triangle % 2 == 0
                        ? ((column + b) * Step - depth.Width, (row + c) * Step)
                        : ((column + 1 - b) * Step - depth.Width, (row + 1 - c) * Step);
                }
            }
        }

        var image = new Mat();
        Cv2.Remap(photo, image, mapX, mapY, InterpolationFlags.Linear, BorderTypes.Replicate);
        return image;
    }

    private int NearestSeen(TriangleRaster raster, int y, int x)
    {
        for (var step = 0; step < depth.Width; step++)
        {
            if (x - step >= 0 && raster.Seen[y * depth.Width + x - step].Triangle >= 0) return x - step;
            if (x + step < depth.Width && raster.Seen[y * depth.Width + x + step].Triangle >= 0) return x + step;
        }

        return x;
    }

    private float StretchedShare(TriangleRaster raster, Vector3[] sheet, int columns, FaceBox box)
    {
        var inside = box.ClampedTo(depth.Width, depth.Height);
        var (stretched, all) = (0, 0);
        for (var y = (int)inside.Y; y < (int)inside.Bottom; y++)
        {
            for (var x = (int)inside.X; x < (int)inside.Right; x++)
            {
                var triangle = raster.Seen[y * depth.Width + x].Triangle;
                all++;
                if (triangle < 0)
                {
                    stretched++;
                    continue;
                }

                var corner = triangle / 2;
                var width = MathF.Abs(sheet[corner + 1].X - sheet[corner].X) / Step;
                var height = MathF.Abs(sheet[corner + columns].X - sheet[corner].X) / Step;
                if (MathF.Max(width, height) > MostStretch) stretched++;
            }
        }

        return all == 0 ? 1 : (float)stretched / all;
    }
}
