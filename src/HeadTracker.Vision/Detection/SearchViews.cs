using HeadTracker.Contract;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>The squares of an image that a detector looks at, one network run each.</summary>
internal static class SearchViews
{
    /// <summary>Neighbouring tiles share at least half their side, so that every face up to that size lies whole in one of them.</summary>
    private const float Step = 0.5f;

    /// <summary>
    /// The most tiles of one size. Pictures up to 2560x1440 are looked at pixel by pixel; of larger ones the smallest tiles, which would be
    /// many times as many, are left out, and with them faces of less than about a hundredth of the long side.
    /// </summary>
    private const int MostTiles = 128;

    /// <summary>The whole image in the middle of a square.</summary>
    public static FaceBox Whole(BgrImage image) => new FaceBox(0, 0, image.Width, image.Height).ToSquare();

    /// <summary>The image seen from farther away, for faces that fill it or are cut off by its edges.</summary>
    public static FaceBox SteppedBack(BgrImage image) => Whole(image).Scaled(1.6f);

    /// <summary>
    /// Overlapping tiles for faces too small in the whole image: first as large as the image is high (for wide ones), then half of
    /// that, and so on while a tile still has more pixels than the network takes in and there are not too many.
    /// </summary>
    public static void AddTiles(BgrImage image, int inputSize, List<FaceBox> views)
    {
        var shortSide = MathF.Min(image.Width, image.Height);
        var longSide = MathF.Max(image.Width, image.Height);
        for (var side = longSide > 1.25f * shortSide ? shortSide : shortSide / 2; side >= inputSize; side /= 2)
        {
            var columns = CountAlong(image.Width, side);
            var rows = CountAlong(image.Height, side);
            if (rows * columns > MostTiles) break;
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    views.Add(new FaceBox(Start(column, columns, image.Width, side), Start(row, rows, image.Height, side), side, side));
                }
            }
        }
    }

    /// <summary>Whether a box touches an edge of a view beyond which the image goes on: what was found is a part of a face.</summary>
    public static bool IsCutOff(FaceBox box, FaceBox view, BgrImage image) =>
        (box.X < view.X && view.X > 0) || (box.Y < view.Y && view.Y > 0)
        || (box.Right > view.Right && view.Right < image.Width) || (box.Bottom > view.Bottom && view.Bottom < image.Height);

    private static int CountAlong(float length, float side) => 1 + (int)MathF.Ceiling((length - side) / (Step * side) - 1e-3f);

    private static float Start(int index, int count, float length, float side) => count == 1 ? (length - side) / 2 : index * (length - side) / (count - 1);
}
