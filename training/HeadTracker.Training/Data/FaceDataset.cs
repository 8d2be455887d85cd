using HeadTracker.Geometry;

namespace HeadTracker.Training.Data;

/// <summary>Labelled faces and where their photos are. Owns its photo source.</summary>
/// <param name="Name">For people and for provenance, such as "300W-LP".</param>
/// <param name="Photos">Where <see cref="LabelledFace.Image"/> is looked up.</param>
/// <param name="Faces">In the dataset's own order.</param>
/// <param name="Report">What was left out and why.</param>
public sealed record FaceDataset(string Name, IPhotoSource Photos, IReadOnlyList<LabelledFace> Faces, ReadReport Report) : IDisposable
{
    /// <summary>Terms of use, for the model cards of what is trained with it.</summary>
    public required string Terms { get; init; }

    /// <summary>
    /// Leaves out faces with any angle beyond a range, as the KD paper does at ±99° (§4.2), and counts them.
    /// </summary>
    public FaceDataset WithinRange(float degrees)
    {
        bool Inside(EulerAngles angles) =>
            MathF.Abs(angles.Yaw) <= degrees && MathF.Abs(angles.Pitch) <= degrees && MathF.Abs(angles.Roll) <= degrees;

        return Where(face => Inside(face.Angles), $"with an angle beyond ±{degrees}°");
    }

    /// <summary>Keeps the faces that a test holds for; the others are counted under a reason.</summary>
    public FaceDataset Where(Func<LabelledFace, bool> keep, string reason)
    {
        var kept = new List<LabelledFace>(Faces.Count);
        foreach (var face in Faces)
        {
            if (keep(face)) kept.Add(face);
            else Report.Drop(face.Image, reason);
        }

        Report.Kept = kept.Count;
        return this with { Faces = kept };
    }

    /// <summary>The faces of one part without counting the others as left out. The photo source is shared: dispose only one.</summary>
    public FaceDataset Part(string name, Func<LabelledFace, bool> belongs)
    {
        var faces = Faces.Where(belongs).ToList();
        return this with { Name = $"{Name} {name}", Faces = faces, Report = new ReadReport($"{Name} {name}") { Kept = faces.Count } };
    }

    public void Dispose() => Photos.Dispose();
}
