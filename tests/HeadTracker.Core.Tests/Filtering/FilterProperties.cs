using System.Numerics;
using CsCheck;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Filtering;

/// <summary>What holds for every filter, whatever comes in.</summary>
public sealed class FilterProperties
{
    private static readonly float[] Extremes = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 0];

    private static readonly Gen<float> Anything =
        Gen.OneOf(Gen.Float, Gen.Int[0, 4].Select(i => Extremes[i]), Gen.Float[-2, 2]);

    private static readonly Gen<Quaternion> Turn = Gen.Select(Gen.Float[-180, 180], Gen.Float[-90, 90], Gen.Float[-180, 180],
        (yaw, pitch, roll) => new EulerAngles(yaw, pitch, roll).ToRotation());

    private static readonly Gen<HeadPose> Sane = Gen.Select(
        Turn, Gen.Float[-3, 3].Array[3], Gen.Bool, Gen.Float[0, 1], (rotation, place, isPlaced, confidence) =>
            new HeadPose(rotation, isPlaced ? new Vector3(place) : null, default, confidence));

    private static readonly Gen<HeadPose> Mad = Gen.Select(Anything.Array[4], Anything.Array[3], Anything, (rotation, place, confidence) =>
        new HeadPose(new Quaternion(rotation[0], rotation[1], rotation[2], rotation[3]), new Vector3(place), default, confidence));

    /// <summary>Poses with the milliseconds from one to the next, which may be none, negative or a day.</summary>
    private static readonly Gen<(HeadPose Pose, long Ticks)[]> Stretch = Gen.Select(
        Gen.Frequency((4, Sane), (1, Mad)),
        Gen.Frequency((6, Gen.Long[1, 1_000_000]), (1, Gen.Long[-10, 1]), (1, Gen.Long[1, 864_000_000_000]))).Array[1, 60];

    [Theory]
    [InlineData(PoseFilterKind.OneEuro)]
    [InlineData(PoseFilterKind.Accela)]
    [InlineData(PoseFilterKind.Kalman)]
    [InlineData(PoseFilterKind.None)]
    public void What_comes_out_is_always_a_pose(PoseFilterKind kind) => Stretch.Sample(
        stretch =>
        {
            var filter = new AdjustableFilter(new FilterOptions { Kind = kind, PredictMs = 100 });
            var time = 0L;
            foreach (var (pose, ticks) in stretch)
            {
                time += ticks;
                var filtered = filter.Filter(pose with { Timestamp = TimeSpan.FromTicks(time) });
                if (!filtered.IsValid) return false;
            }

            return true;
        },
        iter: 2000);

    [Theory]
    [InlineData(PoseFilterKind.OneEuro)]
    [InlineData(PoseFilterKind.Accela)]
    [InlineData(PoseFilterKind.Kalman)]
    [InlineData(PoseFilterKind.None)]
    public void What_is_no_pose_leaves_no_trace(PoseFilterKind kind) => Gen.Select(Sane.Array[20], Mad.Where(pose => !pose.IsValid)).Sample(
        (poses, mad) =>
        {
            var options = new FilterOptions { Kind = kind };
            var (clean, disturbed) = (new AdjustableFilter(options), new AdjustableFilter(options));
            for (var i = 0; i < poses.Length; i++)
            {
                var time = TimeSpan.FromSeconds((i + 1) / 30.0);
                disturbed.Filter(mad with { Timestamp = time - TimeSpan.FromSeconds(0.01) });
                if (clean.Filter(poses[i] with { Timestamp = time }) != disturbed.Filter(poses[i] with { Timestamp = time })) return false;
            }

            return true;
        },
        iter: 200);
}
