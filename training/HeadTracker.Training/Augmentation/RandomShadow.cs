using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Halves the lightness (HLS) inside random polygons of the image's lower half.</summary>
public static class RandomShadow
{
    /// <summary>Corners of every polygon.</summary>
    public const int Corners = 5;

    /// <summary>Polygons per image at most.</summary>
    public const int MostPolygons = 2;

    /// <summary>One or two polygons with corners on pixels of the lower half, as Albumentations draws them.</summary>
    public static Vector2[][] Draw(SeededRandom random, int width, int height)
    {
        var polygons = new Vector2[random.Between(1, MostPolygons)][];
        for (var i = 0; i < polygons.Length; i++)
        {
            polygons[i] = new Vector2[Corners];
            for (var corner = 0; corner < Corners; corner++) polygons[i][corner] = new(random.Between(0, width), random.Between(height / 2, height));
        }

        return polygons;
    }

    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="polygons">For each image its polygons: corners in pixels.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<Vector2[][]> polygons)
    {
        using var scope = NewDisposeScope();
        var (h, l, s) = ColorSpaces.RgbToHls(Bytes.ToUnit(images));
        var shaded = where(MaskOf(polygons, images.shape[2], images.shape[3], images.device), l * 0.5f, l);
        var changed = Bytes.FromUnit(ColorSpaces.HlsToRgb(new(h, shaded, s)));
        return changed.MoveToOuterDisposeScope();
    }

    /// <summary>True (n, H, W) where a pixel's centre lies in one of the image's polygons, by the even-odd rule.</summary>
    internal static Tensor MaskOf(IReadOnlyList<Vector2[][]> polygons, long height, long width, Device device)
    {
        var y = arange(height, ScalarType.Float32, device).view(1, -1, 1);
        var x = arange(width, ScalarType.Float32, device).view(1, 1, -1);
        var mask = zeros(polygons.Count, height, width, ScalarType.Bool, device);
        for (var polygon = 0; polygon < MostPolygons; polygon++)
        {
            var inside = zeros(polygons.Count, height, width, ScalarType.Bool, device);
            for (var corner = 0; corner < Corners; corner++)
            {
                var (fromX, fromY) = CornerOf(polygon, corner);
                var (toX, toY) = CornerOf(polygon, (corner + 1) % Corners);
                // A ray to the right crosses this edge. Level edges are never crossed, so their division by 0 does not matter.
                var spans = (fromY > y).logical_xor(toY > y);
                var crossing = (toX - fromX) * (y - fromY) / (toY - fromY) + fromX;
                inside = inside.logical_xor(spans.logical_and(x < crossing));
            }

            mask = mask.logical_or(inside);
        }

        return mask;

        // Images with fewer polygons get one without area.
        (Tensor X, Tensor Y) CornerOf(int polygon, int corner)
        {
            Vector2[] points = [.. polygons.Select(image => polygon < image.Length ? image[polygon][corner] : Vector2.Zero)];
            return (Bytes.PerImage([.. points.Select(p => p.X)], device), Bytes.PerImage([.. points.Select(p => p.Y)], device));
        }
    }
}
