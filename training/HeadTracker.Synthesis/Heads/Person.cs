using System.Numerics;

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
    /// <summary>The 68 landmarks of the face at rest, metres, rest frame.</summary>
    public Vector3[] RestLandmarks() => Array.ConvertAll(Landmarks, v => Parts[0].Rest[v]);

    /// <summary>The mean of the landmarks at rest: the point whose view ray labels are measured against.</summary>
    public Vector3 FaceCentre { get; } = Mean(Landmarks, Parts[0].Rest);

    private static Vector3 Mean(int[] vertices, Vector3[] positions) =>
        vertices.Aggregate(Vector3.Zero, (sum, v) => sum + positions[v]) / vertices.Length;
}
