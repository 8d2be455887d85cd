using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Scenes;
using HeadTracker.Synthesis.Sensing;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// A person before a webcam who looks around along a fixed path: to both sides, up and down, tilting, in a circle, and closer
/// to the camera. Frames may be rendered in any order and on any thread; the same number gives the same bytes.
/// </summary>
public sealed class TurningClip
{
    private const float FieldOfView = 42;

    /// <summary>Times in seconds with yaw, pitch and roll in degrees and distance in metres; between them everything runs smoothly.</summary>
    private static readonly (float Time, float Yaw, float Pitch, float Roll, float Distance)[] Path =
    [
        (0.0f, 0, 0, 0, 0.62f), (0.6f, 0, 0, 0, 0.62f), (1.6f, 62, 2, 2, 0.62f), (2.9f, -62, -2, -2, 0.62f), (3.8f, 0, 0, 0, 0.60f),
        (4.5f, 2, 28, 0, 0.60f), (5.4f, -2, -28, 1, 0.60f), (6.0f, 0, 0, 0, 0.58f), (6.7f, 5, 2, 27, 0.58f), (7.6f, -5, 0, -27, 0.56f),
        (8.2f, 30, 14, 8, 0.55f), (8.8f, -8, 20, -4, 0.52f), (9.3f, -34, -10, -8, 0.50f), (10.0f, 0, 0, 0, 0.50f),
    ];

    private readonly Person person;
    private readonly LightRig lights;
    private readonly IBackground background;
    private readonly int seed;

    /// <param name="person">Who.</param>
    /// <param name="map">Where.</param>
    /// <param name="seed">Blinks, noise and the direction of the light are drawn from it.</param>
    public TurningClip(Person person, EnvironmentMap map, int seed)
    {
        (this.person, this.seed) = (person, seed);
        var random = RandomExtensions.Seeded(seed, 0, 0);
        var turn = Quaternion.CreateFromYawPitchRoll(random.Uniform(-MathF.PI, MathF.PI), 0, 0);
        var key = new KeyLight(Vector3.Normalize(new Vector3(0.55f, 0.45f, 0.85f)), new Vector3(0.75f, 0.72f, 0.68f), 0.014f);
        lights = new LightRig(map, turn, new Vector3(0.8f), key);
        background = new EnvironmentBackground(lights, 0.03f);
    }

    public const int Width = 640;
    public const int Height = 480;
    public const int FramesPerSecond = 25;

    public static int FrameCount => (int)(Path[^1].Time * FramesPerSecond);

    /// <summary>One frame; the caller disposes it.</summary>
    public Sample Render(int frame)
    {
        var time = frame / (float)FramesPerSecond;
        var (angles, distance) = At(time);
        var camera = PinholeCamera.FromVerticalFieldOfView(Width, Height, FieldOfView);
        // A person sways a little, and sits slightly beside the middle.
        var centre = new Vector3(0.012f * MathF.Sin(1.3f * time) - 0.01f, 0.008f * MathF.Sin(0.9f * time + 1) + 0.015f, -distance);
        var ray = SightLine.To(centre);
        var head = ray * angles.ToRotation();
        var torso = ray * new EulerAngles(angles.Yaw * 0.25f, angles.Pitch * 0.15f, angles.Roll * 0.2f).ToRotation();

        var (scene, truth) = new SceneComposer().Compose(person, ExpressionAt(time, head), new BodyPose(torso, head, centre), camera, lights, background, frame);
        var rendered = new RenderedFrame(Width, Height);
        new FrameRenderer().Render(scene, rendered);
        var sensor = SensorSettings.Clean with { LensBlur = 0.5f, ShotNoise = 0.0004f, ReadNoise = 0.0015f };
        return new Sample(Sensor.Expose(rendered, sensor, RandomExtensions.Seeded(seed, frame, 1)), truth, null, null);
    }

    // Catmull-Rom through the path's points.
    private static (EulerAngles Angles, float Distance) At(float time)
    {
        var i = 0;
        while (i < Path.Length - 2 && Path[i + 1].Time <= time) i++;
        var (before, from, to, after) = (Path[Math.Max(i - 1, 0)], Path[i], Path[i + 1], Path[Math.Min(i + 2, Path.Length - 1)]);
        var t = Math.Clamp((time - from.Time) / (to.Time - from.Time), 0, 1);

        float Curve(Func<(float Time, float Yaw, float Pitch, float Roll, float Distance), float> of)
        {
            var span = to.Time - from.Time;
            var start = (of(to) - of(before)) / MathF.Max(to.Time - before.Time, 1e-3f) * span;
            var end = (of(after) - of(from)) / MathF.Max(after.Time - from.Time, 1e-3f) * span;
            var (t2, t3) = (t * t, t * t * t);
            return of(from) * (2 * t3 - 3 * t2 + 1) + start * (t3 - 2 * t2 + t) + of(to) * (3 * t2 - 2 * t3) + end * (t3 - t2);
        }

        return (new EulerAngles(Curve(p => p.Yaw), Curve(p => p.Pitch), Curve(p => p.Roll)), Curve(p => p.Distance));
    }

    private static Expression ExpressionAt(float time, Quaternion head)
    {
        var actions = new SortedDictionary<FaceAction, float>();
        // A blink every 2.7 s that takes a fifth of a second; a smile halfway; a few words near the end.
        var blink = 1 - MathF.Abs(((time + 1.5f) % 2.7f) - 0.1f) / 0.1f;
        if (blink > 0) actions[FaceAction.BlinkLeft] = actions[FaceAction.BlinkRight] = blink;
        var smile = MathF.Exp(-(time - 6.2f) * (time - 6.2f) / 0.5f);
        if (smile > 0.01f) actions[FaceAction.SmileLeft] = actions[FaceAction.SmileRight] = smile;
        var speech = MathF.Max(0, MathF.Sin(11 * time)) * Math.Clamp((time - 7.8f) * 2, 0, 1) * Math.Clamp((9.8f - time) * 2, 0, 1);
        if (speech > 0) actions[FaceAction.SpeakA] = 0.5f * speech;

        // Eyes lead towards the camera as far as they turn.
        var camera = Vector3.Transform(Vector3.UnitZ, Quaternion.Conjugate(head));
        var yaw = Math.Clamp(MathF.Atan2(camera.X, MathF.Max(camera.Z, 0.05f)), -0.35f, 0.35f);
        var pitch = Math.Clamp(MathF.Asin(Math.Clamp(camera.Y, -1, 1)), -0.25f, 0.25f);
        return new Expression(actions, Quaternion.CreateFromYawPitchRoll(yaw, -pitch, 0));
    }
}
