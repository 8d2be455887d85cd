using HeadTracker.Tests;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Tests;

public sealed class ArchitectureTests
{
    /// <summary>
    /// The way a model goes. Stages train, measure and export, so what measures and exports comes before them; labels come from models that
    /// are measured, so what makes labels and data sets comes behind.
    /// </summary>
    [Fact]
    public void Folders_use_only_those_before_them() => FolderOrder.Check(
        typeof(Trainer),
        "HeadTracker.Training",
        "",
        "Distributed",
        "Data",
        "Data.Hdf5",
        "Data.Packing",
        "Data.Maps",
        "Data.Readers",
        "Augmentation",
        "Pretext",
        "Networks",
        "Affinity",
        "Objectives",
        "Balancing",
        "Optimisers",
        "Checkpoints",
        "Experiments",
        "Runs",
        "Export.Onnx",
        "Export",
        "Import",
        "Measurement",
        "Quantisation",
        "Evaluation.Adapters",
        "Evaluation",
        "Evaluation.Dense",
        "Evaluation.Tradeoff",
        "Evaluation.Steadiness",
        "Evaluation.Presence",
        "Evaluation.Charts",
        "Tasks",
        "Stages",
        "Labelling",
        "Labelling.Profiles",
        "Datasets",
        "Publishing",
        "Commands");
}
