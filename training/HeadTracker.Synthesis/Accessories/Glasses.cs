using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>Spectacles or sunglasses of random shape.</summary>
public static class Glasses
{
    private const int RimPoints = 28;

    /// <summary>How far glasses may sit before their usual place, metres.</summary>
    private const float MostForward = 0.012f;

    /// <summary>The frame and its lenses, in the camera frame.</summary>
    /// <param name="face">Whose.</param>
    /// <param name="random">Shape and colours are drawn from here.</param>
    /// <param name="dark">Sunglasses.</param>
    /// <param name="toCamera">Rest frame → camera.</param>
    public static IEnumerable<Surface> Make(FaceFrame face, Random random, bool dark, Matrix4x4 toCamera)
    {
        var apart = face.RightEye.X - face.LeftEye.X;
        var width = apart * (dark ? random.Uniform(0.44f, 0.50f) : random.Uniform(0.36f, 0.47f));
        var height = width * random.Uniform(0.6f, 1.0f);
        var squareness = random.Uniform(2, 5);
        var tube = random.Uniform(0.0006f, 0.0024f);
        var tilt = random.Uniform(0.02f, 0.2f);
        var forward = face.Bridge.Z + 0.004f;
        var lower = -0.10f * height;

        Vector3 Lens(float side, float angle, float scale)
        {
            // A superellipse: 2 is round, 5 nearly square. The bottom leans towards the cheeks, the sides wrap back.
            var (sine, cosine) = MathF.SinCos(angle);
            var x = MathF.CopySign(MathF.Pow(MathF.Abs(cosine), 2 / squareness), cosine) * width * scale;
            var y = MathF.CopySign(MathF.Pow(MathF.Abs(sine), 2 / squareness), sine) * height * scale + lower;
            var centre = side < 0 ? face.LeftEye : face.RightEye;
            var away = (centre.X + x) * (centre.X + x);
            return new Vector3(centre.X + x, centre.Y + y, forward + y * tilt - away * 4.5f);
        }

        // Big frames would sink into full cheeks or strong brows: they sit farther down the nose then.
        var sunk = 0f;
        foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            for (var i = 0; i < RimPoints; i++)
            {
                var rim = Lens(side, i * 2 * MathF.PI / RimPoints, 1);
                sunk = MathF.Max(sunk, face.OffSkin(rim, 0.001f).Z - rim.Z);
            }
        }

        forward += MathF.Min(sunk, MostForward);

        var frame = new MeshBuilder();
        var lenses = new MeshBuilder();
        foreach (var side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            frame.AddTube([.. Enumerable.Range(0, RimPoints + 1).Select(i => Lens(side, i * 2 * MathF.PI / RimPoints, 1))], _ => tube, 6);
            lenses.AddGrid(RimPoints + 1, 5, (u, v) => Lens(side, u * 2 * MathF.PI, v * 0.98f));
            var hinge = Lens(side, side < 0 ? MathF.PI * 0.93f : MathF.PI * 0.07f, 1);
            var ear = side < 0 ? face.LeftEar : face.RightEar;
            var over = ear + new Vector3(side * 0.004f, 0.012f, 0.008f);
            frame.AddTube([hinge, hinge with { X = over.X, Z = hinge.Z - 0.01f }, over, over + new Vector3(0, -0.008f, -0.022f),
                over + new Vector3(-side * 0.004f, -0.03f, -0.034f)], _ => tube * 0.9f, 6);
        }

        var (innerLeft, innerRight) = (Lens(-1, 0.35f, 1), Lens(1, MathF.PI - 0.35f, 1));
        var middle = (innerLeft + innerRight) / 2 + new Vector3(0, 0.002f, 0.002f);
        frame.AddTube([innerLeft, middle, innerRight], _ => tube, 6);

        var shade = random.NextSingle();
        var colour = Texture.Solid((byte)(20 + 160 * shade * random.NextSingle()), (byte)(20 + 130 * shade * random.NextSingle()),
            (byte)(20 + 120 * shade * random.NextSingle()));
        yield return frame.Build(toCamera, new Material(Reflection.Plain, colour,
            SegmentationClass.Accessory) { Roughness = random.Uniform(0.12f, 0.5f), Specular = random.Uniform(0.04f, 0.4f), TwoSided = true });
        var tint = dark ? Texture.Solid((byte)random.Next(5, 40), (byte)random.Next(5, 35), (byte)random.Next(5, 35)) : Texture.Solid(235, 240, 245);
        yield return lenses.Build(toCamera, new Material(Reflection.Plain, tint, SegmentationClass.Accessory)
        {
            Roughness = 0.06f,
            Specular = dark ? 0.08f : 0.05f,
            TwoSided = true,
            Opacity = dark ? random.Uniform(0.72f, 0.98f) : random.Uniform(0.02f, 0.10f),
        });
    }
}
