using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads;

/// <summary>
/// One identity, ready to be posed. Its rest frame is the frame of the labels: the head of a person at rest faces along +z
/// with the zero pose that all sources share. Immutable, safe to share between threads.
/// </summary>
/// <param name="Id">Unique among all persons of a seed.</param>
/// <param name="Source">"makehuman" or "valid".</param>
/// <param name="Provenance">What the person was made of, for the sample's record.</param>
/// <param name="Parts">The first is the skin, whose vertices the landmarks are.</param>
/// <param name="Rig">Where the neck bends.</param>
/// <param name="Landmarks">68 vertices of the skin in iBUG's order (left and right as the picture shows them).</param>
/// <param name="Actions">What the face can do: morph numbers and their weights at full strength.</param>
/// <param name="MorphCount">How many morph numbers there are.</param>
public sealed record Person(
    string Id,
    string Source,
    string Provenance,
    IReadOnlyList<HeadPart> Parts,
    HeadRig Rig,
    int[] Landmarks,
    IReadOnlyDictionary<FaceAction, IReadOnlyList<(int Morph, float Weight)>> Actions,
    int MorphCount)
{
    /// <summary>Whether it is a man; null when unknown.</summary>
    public bool? Male { get; init; }

    /// <summary>Whether it looks old; null when unknown.</summary>
    public bool? Old { get; init; }

    /// <summary>Whether it has a beard or a moustache; null when unknown.</summary>
    public bool? Beard { get; init; }

    /// <summary>The longer side, in metres, of the box about the landmarks at rest, seen from before.</summary>
    public float FaceSize { get; } = SizeOf(Landmarks, Parts[0].Rest);

    /// <summary>Of each of <see cref="Parts"/>, see <see cref="Surface.Parts"/>.</summary>
    internal IReadOnlyList<Lazy<FacePart[]>> TriangleParts { get; } =
        [.. Parts.Select(mesh => new Lazy<FacePart[]>(() => FacePartition.Of(mesh, Array.ConvertAll(Landmarks, v => Parts[0].Rest[v]))))];

    /// <summary>The 68 landmarks of the face at rest, metres, rest frame.</summary>
    public Vector3[] RestLandmarks() => Array.ConvertAll(Landmarks, v => Parts[0].Rest[v]);

    /// <summary>The mean of the landmarks at rest: the point whose view ray labels are measured against.</summary>
    public Vector3 FaceCentre { get; } = Mean(Landmarks, Parts[0].Rest);

    private static float SizeOf(int[] vertices, Vector3[] positions)
    {
        var (low, high) = (new Vector3(float.PositiveInfinity), new Vector3(float.NegativeInfinity));
        foreach (var v in vertices) (low, high) = (Vector3.Min(low, positions[v]), Vector3.Max(high, positions[v]));
        return MathF.Max(high.X - low.X, high.Y - low.Y);
    }

    private static Vector3 Mean(int[] vertices, Vector3[] positions) =>
        vertices.Aggregate(Vector3.Zero, (sum, v) => sum + positions[v]) / vertices.Length;
}
