using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What trained tasks lose on every face of a set, which says what is difficult for them.</summary>
/// <param name="experiment">Has the stages.</param>
/// <param name="paths">Where they were run.</param>
/// <param name="set">The faces as they are.</param>
internal sealed class SampleLossStudy(Experiment experiment, RunPaths paths, FaceSet set)
{
    /// <summary>By face; NaN where the label is not known.</summary>
    /// <param name="name">A stage of kind multiTask of the experiment that learns one task alone.</param>
    /// <param name="pose">Its network, taken over.</param>
    /// <exception cref="UserErrorException">It is no such stage, or the sets have no label maps.</exception>
    public double[] Of(string name, PoseNetwork pose)
    {
        if (experiment.Stages.FirstOrDefault(stage => stage.Name == name) is not MultiTaskStageOptions { Learnt: [var task] } options)
            throw new UserErrorException($"'{name}' is no stage of kind multiTask of this experiment with one task, whose losses could be compared.");
        var size = experiment.Model.InputSize;
        var scenes = task.NeedsMaps ? FaceMapSet.ScenesOf(experiment.Data.Train.Select(pack => paths.DataFile(pack, size))) : [];
        using var maps = task.NeedsMaps ? FaceMapSet.Open(set) : null;
        using var none = no_grad();
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        var tasks = StageNetworks.TasksOf(options, scenes.Count);
        var heads = StageNetworks.HeadsOf(pose.Definition.Shape, tasks, size).Single();
        PretrainedWeights.CopyTaskHeads(TrainingCheckpoint.LatestWhole(paths.StageFolder(name))!, heads, name);
        using var network = new MultiTaskNetwork(pose, heads);
        network.eval();

        var all = new List<double>();
        foreach (var batch in set.InBatches(experiment.Optimiser.Batch))
        {
            var output = network.call(normalizer.Apply(batch.Images));
            var losses = maps is null ? MultiTaskStage.PoseLoss(output.Pose, batch) : tasks[0][0].LossOf(output.Answers[0], maps.LabelsOf(batch, scenes));
            all.AddRange(losses.Losses.data<float>().ToArray().Zip(losses.Known.data<bool>().ToArray(), (loss, known) => known ? loss : double.NaN));
        }

        return [.. all];
    }
}
