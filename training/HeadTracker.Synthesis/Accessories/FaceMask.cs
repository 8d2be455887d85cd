using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>A cloth or surgical mask over nose, mouth and chin, with its ear loops.</summary>
public static class FaceMask
{
    /// <inheritdoc cref="Glasses.Make"/>
    public static IEnumerable<Surface> Make(FaceFrame face, Random random, Matrix4x4 toCamera)
    {
        var l = face.Landmarks;
        var puff = random.Uniform(0.006f, 0.012f);
        var slip = random.Chance(0.12f) ? 0.9f : random.Uniform(0.1f, 0.45f);

        // Rows from the bridge of the nose to under the chin: left edge, middle, right edge.
        var top = Vector3.Lerp(l[28], l[30], slip);
        (Vector3 Left, Vector3 Middle, Vector3 Right)[] rows =
        [
            (Vector3.Lerp(l[1], top, 0.22f), top + new Vector3(0, 0, 0.003f), Vector3.Lerp(l[15], top, 0.22f)),
            (Vector3.Lerp(l[2], l[30], 0.16f), l[30] + new Vector3(0, -0.004f, puff), Vector3.Lerp(l[14], l[30], 0.16f)),
            (Vector3.Lerp(l[3], l[51], 0.1f), Vector3.Lerp(l[33], l[51], 0.6f) + new Vector3(0, 0, 0.016f + puff), Vector3.Lerp(l[13], l[51], 0.1f)),
            (Vector3.Lerp(l[4], l[57], 0.06f), l[57] + new Vector3(0, 0, 0.010f + puff), Vector3.Lerp(l[12], l[57], 0.06f)),
            (l[5] + new Vector3(0, -0.002f, 0.004f), Vector3.Lerp(l[57], l[8], 0.75f) + new Vector3(0, 0, 0.010f), l[11] + new Vector3(0, -0.002f, 0.004f)),
            (l[6] + new Vector3(0, -0.008f, 0), l[8] + new Vector3(0, -0.010f, 0.002f), l[10] + new Vector3(0, -0.008f, 0)),
        ];

        var pleats = random.Chance(0.5f) ? 0.0012f : 0;
        Vector3 Point(float u, float v)
        {
            var at = v * (rows.Length - 1.001f);
            var (i, f) = ((int)at, at - (int)at);
            var left = Vector3.Lerp(rows[i].Left, rows[i + 1].Left, f);
            var middle = Vector3.Lerp(rows[i].Middle, rows[i + 1].Middle, f);
            var right = Vector3.Lerp(rows[i].Right, rows[i + 1].Right, f);
            var control = 2 * middle - (left + right) / 2;
            // The curve through the three points; kept fuller towards the cheeks than a parabola.
            var p = left * (1 - u) * (1 - u) + control * (2 * u * (1 - u)) + right * u * u;
            var cheek = MathF.Sin(2 * MathF.PI * u);
            return p + new Vector3(0, 0, 0.006f * cheek * cheek + pleats * MathF.Sin(v * 40));
        }

        var cloth = new MeshBuilder();
        cloth.AddGrid(25, 21, (u, v) => face.OffSkin(Point(u, v), 0.003f));
        var straps = new MeshBuilder();
        straps.AddTube([Point(0.01f, 0.1f), face.LeftEar + new Vector3(-0.004f, 0.012f, 0)], _ => 0.0012f, 5);
        straps.AddTube([Point(0.99f, 0.1f), face.RightEar + new Vector3(0.004f, 0.012f, 0)], _ => 0.0012f, 5);
        straps.AddTube([Point(0.01f, 0.8f), face.LeftEar + new Vector3(-0.002f, -0.03f, 0)], _ => 0.0012f, 5);
        straps.AddTube([Point(0.99f, 0.8f), face.RightEar + new Vector3(0.002f, -0.03f, 0)], _ => 0.0012f, 5);

        var colour = random.NextSingle() switch
        {
            < 0.35f => Texture.Solid(150, 190, 215),
            < 0.55f => Texture.Solid(235, 238, 240),
            < 0.75f => Texture.Solid(28, 28, 32),
            _ => Texture.Solid((byte)random.Next(30, 230), (byte)random.Next(30, 230), (byte)random.Next(30, 230)),
        };
        var material = new Material(Reflection.Plain, colour, SegmentationClass.Accessory) { Roughness = 0.9f, Specular = 0.02f, TwoSided = true };
        yield return cloth.Build(toCamera, material);
        yield return straps.Build(toCamera, material);
    }
}
