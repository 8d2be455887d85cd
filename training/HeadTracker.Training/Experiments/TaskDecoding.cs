using System.Numerics;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Experiments;

/// <summary>Which decoders, heads and strides go together, and with what else.</summary>
internal static class TaskDecoding
{
    private const int LeastStride = 4;

    /// <exception cref="UserErrorException">The stage's keys contradict each other, or a value is out of its range.</exception>
    public static void CheckDecoding(this MultiTaskStageOptions stage, Experiment experiment)
    {
        stage.Head?.Validate(stage.Name);
        if (stage.Head is not null && stage.Decoder is not null) throw Wrong("has a 'decoder' and a 'head'; leave out one of the two");
        if (stage.Decoder is { } decoder)
        {
            var isMap = MapsOf(stage).ToArray();
            decoder.Validate(stage.Name, isMap[..stage.Main.Count].Count(map => map), isMap[stage.Main.Count..].Count(map => map));
            if (stage.Architecture != TaskArchitecture.Shared || stage.Grouping is not null)
                throw Wrong("has a 'decoder' and an 'architecture' or 'grouping' of encoders; leave out one of the two");
            if (stage.Branches is not null) throw Wrong("has 'branches' and a 'decoder', in which all tasks look at each other; leave out one of the two");
        }

        if (stage.OutputStride is { } stride && (stride is < LeastStride or > ResNet.Stride || !BitOperations.IsPow2(stride)))
            throw Wrong($"has an 'outputStride' of {stride}; give 4, 8, 16 or 32");
        if (stage.OutputStride is not null && stage.Architecture != TaskArchitecture.Shared)
            throw Wrong("has an 'outputStride' and an 'architecture', whose encoders are not dilated; leave out one of the two");
        if (stage is { LearnsPose: true, OutputStride: < ResNet.Stride })
            throw Wrong("learns the pose on a dilated backbone, which is not the network that is exported; leave the pose or 'outputStride' out");
        if (stage is { IsSingleTasking: true, OutputStride: not null }) throw Wrong("has an 'outputStride' and the decoder 'astmt'; leave out one of the two");
        if (!stage.IsHighResolution) return;
        if (stage.LearnsPose) throw Wrong("learns the pose over HighResolution, where the deployed network is not; leave one of the two out");
        if (stage.Backbone is not null || stage.Width is not null || stage.OutputStride is not null)
            throw Wrong("has a 'backbone', 'width' or 'outputStride' of a ResNet, and a decoder over HighResolution; leave one of the two out");
        if (stage.Init is not null || stage.InitFile(experiment) is not null)
            throw Wrong("starts from a ResNet's weights, and its decoder is over HighResolution; leave out 'init' and model.pretrained");

        UserErrorException Wrong(string what) => new($"Stage '{stage.Name}' {what}.");
    }

    /// <summary>Whether each learnt task answers for a map.</summary>
    private static IEnumerable<bool> MapsOf(MultiTaskStageOptions stage) =>
        stage.Learnt.Select(task => task.Kind is not (Objectives.FaceTask.Pose or Objectives.FaceTask.Scene or Objectives.FaceTask.Attributes));
}
