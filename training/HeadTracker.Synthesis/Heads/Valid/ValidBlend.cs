using System.Numerics;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>Weighted sums of shapes in the common numbering.</summary>
internal static class ValidBlend
{
    public static Vector3[] Positions(IReadOnlyList<(Vector3[] Positions, float Weight)> shapes)
    {
        var sum = new Vector3[shapes[0].Positions.Length];
        foreach (var (positions, weight) in shapes)
        {
            for (var i = 0; i < sum.Length; i++) sum[i] += positions[i] * weight;
        }

        return sum;
    }

    /// <summary>A change of shape mixed from those of several heads and turned; null when none has it.</summary>
    public static Morph? Mix(IReadOnlyList<(Morph? Morph, float Weight)> morphs, int vertices, Quaternion turn)
    {
        if (morphs.All(m => m.Morph is null)) return null;
        var sum = new Vector3[vertices];
        foreach (var (morph, weight) in morphs) morph?.AddTo(sum, weight);
        for (var i = 0; i < sum.Length; i++) sum[i] = Vector3.Transform(sum[i], turn);
        return Morph.FromDense(sum);
    }
}
