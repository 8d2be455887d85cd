using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Sensing;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// A person before a webcam whose head follows a script. Frames may be rendered in any order and on any thread; the same number gives
/// the same bytes.
/// </summary>
public sealed class RenderedClip
{
    private const float FieldOfView = 42;

    private readonly ClipScript _script;
    private readonly Person _person;
    private readonly LightRig _lights;
    private readonly IBackground _background;
    private readonly int _seed;

    /// <param name="script">What happens.</param>
    /// <param name="person">Who.</param>
    /// <param name="map">Where.</param>
    /// <param name="seed">Blinks, noise and the direction of the light are drawn from it.</param>
    public RenderedClip(ClipScript script, Person person, EnvironmentMap map, int seed)
    {
        (_script, _person, _seed) = (script, person, seed);
        var random = RandomExtensions.Seeded(seed, 0, 0);
        var turn = Quaternion.CreateFromYawPitchRoll(random.Uniform(-MathF.PI, MathF.PI), 0, 0);
        var key = new KeyLight(Vector3.Normalize(new Vector3(0.55f, 0.45f, 0.85f)), new Vector3(0.75f, 0.72f, 0.68f), 0.014f);
        _lights = new LightRig(map, turn, new Vector3(0.8f), key);
        _background = new EnvironmentBackground(_lights, 0.03f);
    }

    /// <summary>One frame; the caller disposes it.</summary>
    public Sample Render(int frame) => Render(frame, labels: null, later: frame);

    /// <summary>One frame with dense labels; the caller disposes it.</summary>
    /// <param name="frame">Which.</param>
    /// <param name="labels">What to label; null for nothing.</param>
    /// <param name="later">The frame up to which <see cref="SampleLabels.Motion"/> goes.</param>
    public Sample Render(int frame, LabelGrid? labels, int later)
    {
        var (scene, truth) = Compose(frame);
        var rendered = new RenderedFrame(_script.Width, _script.Height);
        var renderer = new FrameRenderer();
        renderer.Render(scene, rendered);
        var sensor = SensorSettings.Clean with { LensBlur = 0.5f, ShotNoise = 0.0004f, ReadNoise = 0.0015f };
        var picture = Sensor.Expose(rendered, sensor, RandomExtensions.Seeded(_seed, frame, 1));
        if (labels is null) return new Sample(picture, truth, null, null);
        var region = labels.Region(picture, truth);
        return new Sample(picture, truth, null, null)
        {
            Labels = SampleLabels.Of(renderer.Label(region, labels.Side), region, truth, renderer.Shows(truth.LandmarkPoints, truth.Camera)) with
            {
                Motion = renderer.Motion(region, labels.Side, scene, Compose(later).Scene),
            },
        };
    }

    private (Scene Scene, SampleTruth Truth) Compose(int frame)
    {
        var time = frame / (float)_script.FramesPerSecond;
        var knot = _script.At(time);
        var angles = new EulerAngles(knot.Yaw, knot.Pitch, knot.Roll);
        var camera = PinholeCamera.FromVerticalFieldOfView(_script.Width, _script.Height, FieldOfView);
        // A person sways a little, and sits slightly beside the middle.
        var centre = new Vector3(0.012f * MathF.Sin(1.3f * time) - 0.01f + knot.Aside, 0.008f * MathF.Sin(0.9f * time + 1) + 0.015f, -knot.Distance);
        var ray = ViewRay.RotationTo(centre);
        var head = ray * angles.ToRotation();
        var torso = ray * new EulerAngles(angles.Yaw * 0.25f, angles.Pitch * 0.15f, angles.Roll * 0.2f).ToRotation();

        // A composer of its own: another one's scene would change with the next that it composes.
        return new SceneComposer().Compose(_person, ExpressionAt(time, head), new BodyPose(torso, head, centre), camera, _lights, _background, frame);
    }

    private Expression ExpressionAt(float time, Quaternion head)
    {
        var actions = new SortedDictionary<FaceAction, float>();
        // A blink every 2.7 s that takes a fifth of a second; when acting, a smile halfway and a few words near the end.
        var blink = 1 - MathF.Abs(((time + 1.5f) % 2.7f) - 0.1f) / 0.1f;
        if (blink > 0) actions[FaceAction.BlinkLeft] = actions[FaceAction.BlinkRight] = blink;
        var smile = !_script.Acts ? 0 : MathF.Exp(-(time - 6.2f) * (time - 6.2f) / 0.5f);
        if (smile > 0.01f) actions[FaceAction.SmileLeft] = actions[FaceAction.SmileRight] = smile;
        var speech = !_script.Acts ? 0 : MathF.Max(0, MathF.Sin(11 * time)) * Math.Clamp((time - 7.8f) * 2, 0, 1) * Math.Clamp((9.8f - time) * 2, 0, 1);
        if (speech > 0) actions[FaceAction.SpeakA] = 0.5f * speech;

        // Eyes lead towards the camera as far as they turn.
        var camera = Vector3.Transform(Vector3.UnitZ, Quaternion.Conjugate(head));
        var yaw = Math.Clamp(MathF.Atan2(camera.X, MathF.Max(camera.Z, 0.05f)), -0.35f, 0.35f);
        var pitch = Math.Clamp(MathF.Asin(Math.Clamp(camera.Y, -1, 1)), -0.25f, 0.25f);
        return new Expression(actions, Quaternion.CreateFromYawPitchRoll(yaw, -pitch, 0));
    }
}
