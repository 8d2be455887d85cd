using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Metrics;

namespace HeadTracker.Training.Evaluation.Steadiness;

/// <summary>
/// How steady models are on clips without labels: each is judged as <see cref="FilterTuning"/> judges a filter, against the zero-phase
/// track through the mean of all models, which also says when a head rests. So all are judged on the same frames.
/// </summary>
public static class SteadinessTest
{
    /// <param name="poses">At least one; of several people in turn.</param>
    /// <param name="names">The models, in the poses' order.</param>
    /// <returns>Per model its jitter at rest, its lag and its distance from the mean track in motion, and the seconds of
    /// rest and frames of motion behind them.</returns>
    public static (IReadOnlyList<FilterFigures> Models, double RestSeconds, int MotionFrames) Run(IReadOnlyList<ClipPose> poses, IReadOnlyList<string> names)
    {
        var means = new List<(int Person, HeadPose Pose)>(poses.Count);
        var answers = new Dictionary<HeadPose, ClipPose>();
        foreach (var pose in poses)
        {
            var mean = new HeadPose(RotationMean.Of([.. pose.Rotations.Select(rotation => (rotation, 1f))]), null, pose.Time, 1);
            answers[mean] = pose;
            means.Add((pose.Person, mean));
        }

        var tuning = new FilterTuning(means);
        return ([.. names.Select((name, i) => tuning.Measure(name, () => new Answer(answers, i)))], tuning.RestSeconds, tuning.MotionFrames);
    }

    /// <summary>A model as a filter: it answers the mean pose of a frame with its own.</summary>
    private sealed class Answer(Dictionary<HeadPose, ClipPose> answers, int model) : IPoseFilter
    {
        public HeadPose Filter(in HeadPose measured) => measured with { Rotation = answers[measured].Rotations[model] };

        public void Reset()
        {
            // It has no past.
        }
    }
}
