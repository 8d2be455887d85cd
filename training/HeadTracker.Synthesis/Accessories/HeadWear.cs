using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>Caps, woollen hats and headphones.</summary>
public static class HeadWear
{
    /// <summary>A cap with a peak, or a woollen hat without one.</summary>
    /// <inheritdoc cref="Glasses.Make"/>
    public static IEnumerable<Surface> Cap(FaceFrame face, Random random, Matrix4x4 toCamera)
    {
        var peaked = random.Chance(0.65f);
        var brow = (face.Landmarks[19].Y + face.Landmarks[24].Y) / 2;
        var front = (face.Landmarks[19].Z + face.Landmarks[24].Z) / 2;
        var low = brow + random.Uniform(0.012f, 0.04f);
        var padding = peaked ? 0.010f : 0.014f;
        var half = new Vector3(face.HalfWidth + padding, face.Crown.Y - low + padding + 0.008f, (front - face.Back) / 2 + padding);
        var centre = new Vector3(0, low, (front + face.Back) / 2);
        var slant = random.Uniform(0.15f, 0.35f);
        var squareness = peaked ? 2.3f : 2.1f;

        Vector3 Dome(float u, float v)
        {
            var (sinU, cosU) = MathF.SinCos(u * 2 * MathF.PI);
            var (sinV, cosV) = MathF.SinCos(v * MathF.PI / 2);
            var up = MathF.Pow(cosV, 2 / squareness);
            var out_ = MathF.Pow(sinV, 2 / squareness);
            var p = centre + new Vector3(out_ * sinU, up, out_ * cosU) * half;
            // Lower at the back than over the brow.
            return p with { Y = p.Y + (p.Z - centre.Z - half.Z) * slant };
        }

        var cloth = new MeshBuilder();
        cloth.AddGrid(37, 14, Dome);
        if (peaked)
        {
            var length = random.Uniform(0.05f, 0.08f);
            var droop = random.Uniform(0.1f, 0.5f);
            cloth.AddGrid(21, 8, (u, v) =>
            {
                var angle = (u - 0.5f) * 0.36f;
                var rim = Dome(angle < 0 ? 1 + angle : angle, 1);
                var bulge = MathF.Cos((u - 0.5f) * MathF.PI);
                return rim + new Vector3(0, -droop * v * length * (0.4f + 0.6f * (1 - bulge)) - 0.004f * v, v * length * bulge);
            });
        }
        else if (random.Chance(0.5f))
        {
            cloth.AddEllipsoid(Dome(0, 0) + new Vector3(0, 0.018f, 0), new Vector3(0.022f), Quaternion.Identity);
        }

        var colour = Texture.Solid((byte)random.Next(10, 240), (byte)random.Next(10, 240), (byte)random.Next(10, 240));
        yield return cloth.Build(toCamera,
            new Material(Reflection.Plain, colour, SegmentationClass.Accessory) { Roughness = 0.9f, Specular = 0.02f, TwoSided = true });
    }

    /// <summary>Headphones: two cups and a band over the crown.</summary>
    /// <inheritdoc cref="Glasses.Make"/>
    public static IEnumerable<Surface> Headphones(FaceFrame face, Random random, Matrix4x4 toCamera)
    {
        var size = random.Uniform(0.030f, 0.044f);
        var thickness = random.Uniform(0.010f, 0.020f);
        var left = face.LeftEar + new Vector3(-0.016f, -0.022f, -0.008f);
        var right = face.RightEar + new Vector3(0.016f, -0.022f, -0.008f);
        var top = face.Crown.Y + 0.012f;
        var half = MathF.Max(face.HalfWidth + 0.014f, right.X);
        var mesh = new MeshBuilder();
        mesh.AddEllipsoid(left, new Vector3(thickness, size, size * 0.85f), Quaternion.Identity);
        mesh.AddEllipsoid(right, new Vector3(thickness, size, size * 0.85f), Quaternion.Identity);
        var path = Enumerable.Range(0, 25).Select(i =>
        {
            var (sine, cosine) = MathF.SinCos(MathF.PI * i / 24);
            return new Vector3(-cosine * half, left.Y + size * 0.5f + MathF.Pow(sine, 0.75f) * (top - left.Y - size * 0.5f), left.Z);
        }).ToList();
        mesh.AddTube(path, t => 0.006f + 0.005f * MathF.Sin(MathF.PI * t));
        var shade = (byte)(random.Chance(0.6f) ? random.Next(8, 50) : random.Next(120, 245));
        var colour = random.Chance(0.75f)
            ? Texture.Solid(shade, shade, shade)
            : Texture.Solid((byte)random.Next(20, 240), (byte)random.Next(20, 240), (byte)random.Next(20, 240));
        yield return mesh.Build(toCamera,
            new Material(Reflection.Plain, colour, SegmentationClass.Accessory) { Roughness = random.Uniform(0.25f, 0.7f), Specular = 0.05f, TwoSided = true });
    }
}
