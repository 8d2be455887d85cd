using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Evaluation.Steadiness;

namespace HeadTracker.Training.Tests.Evaluation;

public sealed class SteadinessTests
{
    private const int Rate = 30;

    [Fact]
    public void A_trembling_model_jitters_as_much_as_it_trembles_and_a_late_one_lags()
    {
        // Ten seconds of rest, then ten of turning to and fro. The second model trembles at rest by ±0.6°, the third is two frames late.
        var poses = Enumerable.Range(0, 20 * Rate).Select(i =>
        {
            var tremble = i % 2 == 0 ? 0.6f : -0.6f;
            return new ClipPose(1, TimeSpan.FromSeconds(i / (double)Rate), [Turn(Yaw(i)), Turn(Yaw(i) + tremble), Turn(Yaw(i - 2)), Turn(Yaw(i))]);
        }).ToList();

        var (models, rest, motion) = SteadinessTest.Run(poses, ["steady", "trembling", "late", "steady too"]);

        Assert.InRange(rest, 8, 10);
        Assert.InRange(motion, 100, 300);
        Assert.InRange(models[0].JitterDegrees!.Value, 0, 0.02);
        Assert.InRange(models[1].JitterDegrees!.Value, 0.55, 0.7);
        Assert.InRange(models[2].LagMs!.Value - models[0].LagMs!.Value, 55, 75);
    }

    [Fact]
    public void Two_people_are_two_tracks()
    {
        // Interleaved, thirty degrees apart: taken for one head they would tremble by thirty degrees.
        var poses = Enumerable.Range(0, 4 * Rate).SelectMany(i => Enumerable.Range(1, 2).Select(person =>
            new ClipPose(person, TimeSpan.FromSeconds(i / (double)Rate), [Turn(30 * person), Turn(30 * person + 1)]))).ToList();
        Assert.All(SteadinessTest.Run(poses, ["a", "b"]).Models, model => Assert.InRange(model.JitterDegrees!.Value, 0, 0.01));
    }

    private static float Yaw(int frame) => frame < 10 * Rate ? 0 : 25 * MathF.Sin((frame - 10 * Rate) * 2 * MathF.PI / (2 * Rate));

    private static Quaternion Turn(float yaw) => new EulerAngles(yaw, 0, 0).ToRotation();
}
