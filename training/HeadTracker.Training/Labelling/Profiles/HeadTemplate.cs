using System.Numerics;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>A head's surface whose 68 landmarks are known: what gives a photo its depth.</summary>
/// <param name="Points">In the head frame (x to the image's right, y up, z out of the face).</param>
/// <param name="Triangles">Three point numbers each.</param>
/// <param name="Landmarks">Which points the 68 landmarks are.</param>
public sealed record HeadTemplate(Vector3[] Points, int[] Triangles, int[] Landmarks)
{
    /// <summary>Of some people the one whose landmarks lie nearest to the mean face; what differs is warped away for each photo.</summary>
    public static HeadTemplate MostUsual(IEnumerable<Person> people)
    {
        var usual = people.MinBy(person =>
        {
            var landmarks = person.RestLandmarks();
            var similarity = Procrustes.Fit(landmarks, MeanFace.Points);
            return landmarks.Select((point, i) => (similarity.Apply(point) - MeanFace.Points[i]).LengthSquared()).Sum();
        })!;
        var skin = usual.Parts[0];
        // The shoulders stay out: they do not turn with the head.
        var head = Enumerable.Range(0, skin.Rest.Length).Select(i => skin.Bones[i].W + skin.Bones[i].Z > 0.5f).ToArray();
        List<int> triangles = [];
        for (var i = 0; i < skin.Topology.Indices.Length; i += 3)
        {
            var (a, b, c) = (skin.Topology.Indices[i], skin.Topology.Indices[i + 1], skin.Topology.Indices[i + 2]);
            if (head[a] && head[b] && head[c]) triangles.AddRange([a, b, c]);
        }

        return new HeadTemplate(skin.Rest, [.. triangles], usual.Landmarks);
    }
}
