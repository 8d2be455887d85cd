using System.Numerics;
using HeadTracker.Training.Distributed;

namespace HeadTracker.Training.Evaluation;

/// <summary>What models said about faces, as processes that share the faces exchange it.</summary>
/// <param name="faces">How many.</param>
/// <param name="models">Likewise.</param>
internal sealed class PoseAnswers(int faces, int models)
{
    /// <summary>Zeros where the photo could not be read or is another process's; <see cref="Missed"/>; or <see cref="Found"/> and a quaternion.</summary>
    private const int Length = 5, Missed = 1, Found = 2;

    private readonly float[] _values = new float[faces * models * Length];

    /// <param name="face">Whose photo was read.</param>
    /// <param name="model">Which was asked.</param>
    /// <param name="rotation">Null where it found no face.</param>
    public void Keep(int face, int model, Quaternion? rotation)
    {
        var place = Place(face, model);
        place[0] = rotation is null ? Missed : Found;
        if (rotation is { } found) (place[1], place[2], place[3], place[4]) = (found.X, found.Y, found.Z, found.W);
    }

    /// <summary>Adds what the other processes keep about their faces.</summary>
    public void Unite(ProcessGroup group) => group.Sum(_values);

    /// <summary>Whether a photo could be read.</summary>
    public bool IsSeen(int face) => Place(face, 0)[0] != 0;

    /// <summary>Null where the model found no face.</summary>
    public Quaternion? Of(int face, int model)
    {
        var place = Place(face, model);
        return place[0] == Found ? new Quaternion(place[1], place[2], place[3], place[4]) : null;
    }

    private Span<float> Place(int face, int model) => _values.AsSpan((face * models + model) * Length, Length);
}
