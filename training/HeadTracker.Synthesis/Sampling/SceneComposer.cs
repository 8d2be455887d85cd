using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Accessories;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// Draws everything that a sample shows. Owns a poser, so use one per thread; a scene stays valid until the next is composed.
/// </summary>
public sealed class SceneComposer
{
    /// <summary>Necks turn no farther against the torso, in degrees.</summary>
    private const float LargestNeckYaw = 65;
    private const float LargestNeckPitch = 38;

    /// <summary>A face's usual size in metres, to place it before its exact size in the picture is known.</summary>
    private const float UsualFace = 0.15f;

    private readonly HeadPoser _poser = new();

    /// <summary>A scene with its truth.</summary>
    /// <param name="person">Who.</param>
    /// <param name="random">Everything else is drawn from here.</param>
    /// <param name="maps">What may surround the person.</param>
    /// <param name="options">Size of the frame and of the face.</param>
    /// <param name="index">See <see cref="SampleTruth"/>.</param>
    public (Scene Scene, SampleTruth Truth) Compose(Person person, Random random, IReadOnlyList<EnvironmentMap> maps, RenderOptions options, long index)
    {
        var angles = PoseDensity.Draw(random, options.LeastYaw);
        var size = options.FrameSize;
        var share = random.Uniform(options.FaceShare.From, options.FaceShare.To);
        var distance = MathF.Exp(random.Uniform(MathF.Log(0.35f), MathF.Log(1.6f)));
        var focal = share * size * distance / UsualFace;
        var room = MathF.Max(0, 0.5f - share * options.Surroundings / 2) * size;
        var offset = new Vector2(random.Uniform(-0.8f, 0.8f), random.Uniform(-0.8f, 0.8f)) * room;
        var centre = Vector3.Normalize(new Vector3(offset.X, offset.Y, -focal)) * distance;
        var ray = ViewRay.RotationTo(centre);
        var head = ray * angles.ToRotation();
        var torso = ray * DrawTorso(random, angles).ToRotation();
        var expression = ExpressionSampler.Draw(random, head);
        var surfaces = new List<Surface>(_poser.Pose(person, expression, new BodyPose(torso, head, centre)));

        var camera = new PinholeCamera(size, size, focal);
        var box = BoxOf(camera, _poser.Landmarks);
        camera = camera with { FocalLength = focal * share * size / MathF.Max(box.Width, box.Height) };

        var worn = Dress(person, random, surfaces);
        var lights = LightSampler.Draw(random, maps, options.Dim);
        var background = BackgroundSampler.Draw(random, lights, size, size);
        return (new Scene(camera, surfaces, lights, background, centre), Describe(person, expression, lights, camera, head, centre, index, worn));
    }

    /// <summary>A scene of one's own making: pose, camera and light are given, and nothing is worn.</summary>
    public (Scene Scene, SampleTruth Truth) Compose(Person person, Expression expression, in BodyPose pose, PinholeCamera camera, LightRig lights,
        IBackground background, long index)
    {
        var surfaces = _poser.Pose(person, expression, pose);
        return (new Scene(camera, surfaces, lights, background, pose.FaceCentre),
            Describe(person, expression, lights, camera, pose.Head, pose.FaceCentre, index, []));
    }

    private SampleTruth Describe(Person person, Expression expression, LightRig lights, PinholeCamera camera, Quaternion head, Vector3 centre, long index,
        IReadOnlyList<FaceAttribute> worn)
    {
        var seen = Quaternion.Normalize(Quaternion.Conjugate(ViewRay.RotationTo(centre)) * head);
        return new SampleTruth(
            index,
            EulerAngles.FromRotation(seen),
            seen,
            centre,
            camera,
            Array.ConvertAll(_poser.Landmarks, camera.Project),
            BoxOf(camera, _poser.Landmarks),
            person.Id,
            person.Source,
            string.Join(' ', [person.Provenance, .. worn.Select(thing => $"{thing}".ToLowerInvariant())]).Trim())
        {
            Neck = Vector3.Transform(person.Rig.Pivot, _poser.HeadToCamera),
            LandmarkPoints = [.. _poser.Landmarks],
            FaceSize = person.FaceSize,
            Scene = lights.Environment.Name,
            Attributes = FaceAttributes.Of(person, expression, lights, head, worn),
        };
    }

    private static FaceBox BoxOf(PinholeCamera camera, Vector3[] landmarks)
    {
        var (low, high) = (new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));
        foreach (var landmark in landmarks)
        {
            var p = camera.Project(landmark);
            low = Vector2.Min(low, p);
            high = Vector2.Max(high, p);
        }

        return FaceBox.FromEdges(low.X, low.Y, high.X, high.Y);
    }

    // The torso turns part of the way, and as far as the neck cannot.
    private static EulerAngles DrawTorso(Random random, EulerAngles head)
    {
        static float Follow(float angle, float share, float limit)
        {
            var torso = angle * share;
            return angle - Math.Clamp(angle - torso, -limit, limit);
        }

        return new EulerAngles(
            Follow(head.Yaw, random.Uniform(0.1f, 0.9f), LargestNeckYaw) + random.Normal(0, 8),
            Follow(head.Pitch, random.Uniform(0.15f, 0.8f), LargestNeckPitch),
            Follow(head.Roll, random.Uniform(0, 0.6f), 30));
    }

    private List<FaceAttribute> Dress(Person person, Random random, List<Surface> surfaces)
    {
        Matrix4x4.Invert(_poser.HeadToCamera, out var toRest);
        var skull = Skull.Of(person);
        var skin = Array.ConvertAll(surfaces[0].Positions, p => Vector3.Transform(p, toRest));
        var face = new FaceFrame(Array.ConvertAll(_poser.Landmarks, p => Vector3.Transform(p, toRest)), skull.Crown, skull.HalfWidth, skull.Back, skin);
        var toCamera = _poser.HeadToCamera;
        var worn = new List<FaceAttribute>();
        var bigHair = person.Parts.Any(p => p.VolumeCentre is not null);

        var draw = random.NextSingle();
        if (draw < 0.27f)
        {
            surfaces.AddRange(Glasses.Make(face, random, draw > 0.19f, toCamera));
            worn.Add(draw > 0.19f ? FaceAttribute.Sunglasses : FaceAttribute.Glasses);
        }

        if (random.Chance(0.07f))
        {
            surfaces.AddRange(FaceMask.Make(face, random, toCamera));
            worn.Add(FaceAttribute.Mask);
        }

        draw = random.NextSingle();
        if (draw < (bigHair ? 0.04f : 0.11f))
        {
            for (var i = surfaces.Count - 1; i >= 0; i--)
            {
                if (i < person.Parts.Count && person.Parts[i].VolumeCentre is not null) surfaces.RemoveAt(i);
            }

            surfaces.AddRange(HeadWear.Cap(face, random, toCamera));
            worn.Add(FaceAttribute.Cap);
        }
        else if (draw > 0.93f)
        {
            surfaces.AddRange(HeadWear.Headphones(face, random, toCamera));
            worn.Add(FaceAttribute.Headphones);
        }

        draw = random.NextSingle();
        if (draw < 0.14f)
        {
            var target = _poser.Landmarks[random.Next(68)];
            var outwards = Vector3.Normalize(Vector3.Lerp(Vector3.TransformNormal(Vector3.UnitZ, toCamera), -Vector3.Normalize(target), 0.7f));
            surfaces.Add(draw < 0.08f ? Occluders.Hand(target, outwards, SkinColour(person), random) : Occluders.Thing(target, outwards, random));
            worn.Add(draw < 0.08f ? FaceAttribute.Hand : FaceAttribute.Thing);
        }

        return worn;
    }

    /// <summary>The colour of a cheek.</summary>
    private static Texture SkinColour(Person person)
    {
        var skin = person.Parts[0];
        var uv = (skin.Topology.TextureCoordinates[person.Landmarks[1]] + skin.Topology.TextureCoordinates[person.Landmarks[30]]) / 2;
        var material = skin.Materials[0];
        var c = material.Colour.Sample(uv, 4);
        var t = new Vector4(material.Tint, 1);
        t = new Vector4(MathF.Pow(t.X, 1 / 2.2f), MathF.Pow(t.Y, 1 / 2.2f), MathF.Pow(t.Z, 1 / 2.2f), 1) * c * 255;
        return Texture.Solid((byte)Math.Clamp(t.X, 0, 255), (byte)Math.Clamp(t.Y, 0, 255), (byte)Math.Clamp(t.Z, 0, 255));
    }
}
