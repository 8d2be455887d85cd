using System.Numerics;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Accessories;

/// <summary>Hands and things that come between face and camera.</summary>
public static class Occluders
{
    /// <summary>A hand near a point of the face, fingers spread by chance, its wrist leading out of the picture below.</summary>
    /// <param name="target">A point of the face, camera frame.</param>
    /// <param name="outwards">Unit direction from the face towards where the hand is.</param>
    /// <param name="skin">sRGB colour of the skin.</param>
    /// <param name="random">Shape and place are drawn from here.</param>
    public static Surface Hand(Vector3 target, Vector3 outwards, Texture skin, Random random)
    {
        var mesh = new MeshBuilder();
        var side = random.Chance(0.5f) ? 1f : -1;
        mesh.AddEllipsoid(new Vector3(0, 0, 0), new Vector3(0.042f, 0.05f, 0.016f), Quaternion.Identity);
        mesh.AddTube([new Vector3(0, -0.03f, 0), new Vector3(0, -0.08f, 0.004f), new Vector3(0.01f, -0.25f, 0.03f)], t => 0.028f + 0.008f * t, 12);
        var curl = random.Uniform(0, 0.9f);
        var spread = random.Uniform(0.02f, 0.16f);
        for (var f = 0; f < 4; f++)
        {
            var angle = (f - 1.5f) * spread;
            var bend = curl * random.Uniform(0.7f, 1.3f);
            var length = f is 1 or 2 ? 0.030f : f == 0 ? 0.027f : 0.022f;
            var joint = new Vector3((f - 1.5f) * 0.021f, 0.042f - 0.004f * MathF.Abs(f - 1.3f), 0);
            var path = new List<Vector3> { joint };
            for (var s = 0; s < 3; s++)
            {
                var pitch = bend * (s + 0.3f);
                joint += new Vector3(MathF.Sin(angle) * MathF.Cos(pitch), MathF.Cos(angle) * MathF.Cos(pitch),
                    -MathF.Sin(pitch)) * (length * (1.15f - 0.2f * s));
                path.Add(joint);
            }

            mesh.AddTube(path, t => 0.0095f - 0.002f * t, 8);
        }

        var thumbOut = random.Uniform(0.4f, 1.2f);
        mesh.AddTube(
            [new Vector3(-side * 0.03f, -0.02f, 0), new Vector3(-side * (0.04f + 0.015f * thumbOut), 0.01f, -0.008f),
                new Vector3(-side * (0.042f + 0.03f * thumbOut), 0.04f, -0.014f)],
            t => 0.0125f - 0.003f * t, 8);

        var turn = Quaternion.CreateFromYawPitchRoll(random.Uniform(-0.5f, 0.5f), random.Uniform(-0.4f, 0.4f), random.Uniform(-1.1f, 1.1f));
        var place = target + outwards * random.Uniform(0.022f, 0.06f) + new Vector3(random.Uniform(-0.03f, 0.03f), random.Uniform(-0.05f, 0.01f), 0);
        var material = new Material(Reflection.Skin, skin, SegmentationClass.Occluder) { Roughness = 0.55f, Specular = 0.025f, TwoSided = true };
        return mesh.Build(Matrix4x4.CreateFromQuaternion(turn) * Matrix4x4.CreateTranslation(place), material);
    }

    /// <summary>A telephone, cup, microphone, book or ball.</summary>
    /// <inheritdoc cref="Hand"/>
    public static Surface Thing(Vector3 target, Vector3 outwards, Random random)
    {
        var mesh = new MeshBuilder();
        var turn = Quaternion.CreateFromYawPitchRoll(random.Uniform(-1, 1), random.Uniform(-0.6f, 0.6f), random.Uniform(-0.8f, 0.8f));
        switch (random.Next(5))
        {
            case 0:
                mesh.AddBox(Vector3.Zero, new Vector3(0.037f, 0.075f, 0.004f), turn);
                break;
            case 1:
                mesh.AddTube([Vector3.Transform(new Vector3(0, -0.05f, 0), turn), Vector3.Transform(new Vector3(0, 0.05f, 0), turn)],
                    t => 0.034f + 0.006f * t, 20);
                break;
            case 2:
                mesh.AddEllipsoid(Vector3.Zero, new Vector3(0.024f), Quaternion.Identity);
                mesh.AddTube([Vector3.Transform(new Vector3(0, -0.02f, 0), turn), Vector3.Transform(new Vector3(0, -0.2f, 0.05f), turn)], _ => 0.014f, 12);
                break;
            case 3:
                mesh.AddBox(Vector3.Zero, new Vector3(random.Uniform(0.05f, 0.1f), random.Uniform(0.05f, 0.1f), 0.008f), turn);
                break;
            default:
                mesh.AddEllipsoid(Vector3.Zero, new Vector3(random.Uniform(0.025f, 0.06f)), Quaternion.Identity);
                break;
        }

        var colour = Texture.Solid((byte)random.Next(10, 245), (byte)random.Next(10, 245), (byte)random.Next(10, 245));
        var place = target + outwards * random.Uniform(0.05f, 0.1f) + new Vector3(random.Uniform(-0.06f, 0.06f), random.Uniform(-0.07f, 0.03f), 0);
        var material = new Material(Reflection.Plain, colour, SegmentationClass.Occluder) { Roughness = random.Uniform(0.15f, 0.9f),
            Specular = 0.04f, TwoSided = true };
        return mesh.Build(Matrix4x4.CreateTranslation(place), material);
    }
}
