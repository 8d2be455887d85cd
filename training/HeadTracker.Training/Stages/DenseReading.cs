using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>What a frozen encoder's feature map tells without any layer that learns: segments found again, and classes followed through clips.</summary>
internal sealed class DenseReading : IDisposable
{
    /// <summary>Pixels per cell: the weights stay, what halved the map before is dilated.</summary>
    private const int CellSide = 8;

    private static readonly int Classes = Enum.GetValues<SegmentationClass>().Length;
    private static readonly string Segmentation = new LearntTask(FaceTask.Segmentation).Name;

    private readonly StageContext _context;
    private readonly ResNet _encoder;

    public DenseReading(PoseNetwork network, StageContext context)
    {
        _context = context;
        _encoder = new ResNet(network.Definition.Shape, CellSide);
        _encoder.load_state_dict(network.Backbone.state_dict());
        _encoder.to(context.Device).eval();
    }

    /// <summary>A test set's segments by the training set's.</summary>
    public IEnumerable<TaskScore> Retrieve(FaceSet train, FaceSet test, int segments)
    {
        using var retrieval = new SegmentRetrieval(segments, Classes);
        foreach (var (features, truth) in Read(train)) retrieval.Learn(features, truth);
        foreach (var (features, truth) in Read(test)) retrieval.Add(features, truth);
        return [new TaskScore(Segmentation, "mIoU by retrieval", retrieval.MeanIou, LowerIsBetter: false)];
    }

    /// <summary>Clips: each person's pictures in a set, in their order.</summary>
    public IEnumerable<TaskScore> Propagate(FaceSet clips)
    {
        using var scope = NewDisposeScope();
        var propagation = new LabelPropagation(Classes);
        var (features, truths) = (new List<Tensor>(), new List<Tensor>());
        foreach (var (map, truth) in Read(clips))
        {
            features.Add(map.MoveToOuterDisposeScope());
            truths.Add(truth.MoveToOuterDisposeScope());
        }

        var (allFeatures, allTruths) = (cat(features), cat(truths));
        foreach (var clip in SamplePeople.Of(clips).Index().GroupBy(face => face.Item, face => (long)face.Index))
        {
            var rows = tensor(clip.ToArray(), device: allFeatures.device);
            propagation.Add(allFeatures.index_select(0, rows), allTruths.index_select(0, rows));
        }

        return [new TaskScore(Segmentation, "J", propagation.Region, LowerIsBetter: false),
            new TaskScore(Segmentation, "F", propagation.Boundary, LowerIsBetter: false)];
    }

    public void Dispose() => _encoder.Dispose();

    /// <summary>Feature maps (B, C, h, w) and classes (B, M, M), batch by batch, as <see cref="FaceSet.InBatches"/> gives them.</summary>
    private IEnumerable<(Tensor Features, Tensor Truth)> Read(FaceSet set)
    {
        using var none = no_grad();
        using var maps = FaceMapSet.Open(set);
        foreach (var batch in set.InBatches(_context.Experiment.Optimiser.Batch))
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            yield return (_encoder.call(_context.Normalizer.Apply(batch.Images)), maps.LabelsOf(batch, scenes: []).Segmentation());
        }
    }
}
