using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;

namespace HeadTracker.Training.Labelling;

/// <summary>Pose networks that are asked together, each about a photo and its mirror image. Not thread-safe.</summary>
public sealed class TeacherPanel : IDisposable
{
    private readonly PoseAdapterSet _networks;

    private TeacherPanel(PoseAdapterSet networks)
    {
        _networks = networks;
        Trust = [.. Networks.Select(_ => TeacherTrust.Equal)];
    }

    public IReadOnlyList<IPoseAdapter> Networks => _networks.Adapters;

    /// <summary>One per network; equal until <see cref="Align"/>.</summary>
    public IReadOnlyList<TeacherTrust> Trust { get; private set; }

    /// <param name="models">As <see cref="PoseAdapters.Open"/> takes them.</param>
    /// <exception cref="UserErrorException">A model cannot be opened.</exception>
    public static TeacherPanel Open(IReadOnlyList<string> models) => new(PoseAdapterSet.Open(models, model => new MirroredTeacher(PoseAdapters.Open(model))));

    /// <summary>Takes every network's zero and error from a labelled dataset.</summary>
    /// <exception cref="UserErrorException">A network gives no pose for any face of it.</exception>
    public void Align(FaceDataset dataset)
    {
        var results = Evaluator.Run(dataset, Networks);
        Trust = [.. results.Select(result => TeacherTrust.Measure([.. result.Comparisons.Select(face => (face.Face.Rotation, face.Predicted))]))];
    }

    public void Dispose() => _networks.Dispose();
}
