using System.Numerics;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Random expressions: mostly calm, often speaking, sometimes strong.</summary>
public static class ExpressionSampler
{
    private static readonly FaceAction[] Speech = [FaceAction.SpeakA, FaceAction.SpeakE, FaceAction.SpeakF, FaceAction.SpeakO];

    private static readonly FaceAction[][] Moods =
    [
        [FaceAction.SmileLeft, FaceAction.SmileRight],
        [FaceAction.SmileOpen, FaceAction.SquintLeft, FaceAction.SquintRight],
        [FaceAction.Frown, FaceAction.BrowInnerUp],
        [FaceAction.BrowUpLeft, FaceAction.BrowUpRight, FaceAction.WideLeft, FaceAction.WideRight],
        [FaceAction.BrowDownLeft, FaceAction.BrowDownRight, FaceAction.Press],
        [FaceAction.BrowDownLeft, FaceAction.BrowDownRight, FaceAction.SquintLeft, FaceAction.SquintRight],
        [FaceAction.Disgust],
        [FaceAction.Pucker],
        [FaceAction.Puff],
        [FaceAction.JawLeft],
        [FaceAction.JawRight],
        [FaceAction.MouthOpen],
        [FaceAction.Shout, FaceAction.BrowUpLeft, FaceAction.BrowUpRight],
    ];

    /// <param name="random">Everything is drawn from here.</param>
    /// <param name="head">Rotation head → camera: half of all people look at the camera when they can.</param>
    public static Expression Draw(Random random, Quaternion head)
    {
        var actions = new SortedDictionary<FaceAction, float>();
        if (random.Chance(0.35f)) actions[random.Pick(Speech)] = random.Uniform(0.2f, 1);
        if (random.Chance(0.55f))
        {
            var strength = MathF.Min(random.Uniform(0.1f, 1), random.Uniform(0.3f, 1));
            foreach (var action in random.Pick(Moods)) actions[action] = strength * random.Uniform(0.7f, 1);
        }

        if (random.Chance(0.12f))
        {
            actions[FaceAction.BlinkLeft] = actions[FaceAction.BlinkRight] = random.Chance(0.6f) ? random.Uniform(0.85f, 1) : random.Uniform(0.2f, 0.7f);
        }
        else if (random.Chance(0.02f))
        {
            actions[random.Chance(0.5f) ? FaceAction.BlinkLeft : FaceAction.BlinkRight] = 1;
        }

        return new Expression(actions, Gaze(random, head));
    }

    private static Quaternion Gaze(Random random, Quaternion head)
    {
        var (yaw, pitch) = (random.Normal(0, 0.16f), random.Normal(-0.03f, 0.09f));
        if (random.Chance(0.5f))
        {
            // The direction of the camera as the head sees it, as far as eyes turn.
            var camera = Vector3.Transform(Vector3.UnitZ, Quaternion.Conjugate(head));
            if (camera.Z > 0.5f)
            {
                yaw = MathF.Atan2(camera.X, camera.Z);
                pitch = MathF.Asin(Math.Clamp(camera.Y, -1, 1));
            }
        }

        return Quaternion.CreateFromYawPitchRoll(Math.Clamp(yaw, -0.6f, 0.6f), -Math.Clamp(pitch, -0.4f, 0.35f), 0);
    }
}
