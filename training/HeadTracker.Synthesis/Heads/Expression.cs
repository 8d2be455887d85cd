using System.Numerics;

namespace HeadTracker.Synthesis.Heads;

/// <summary>What a face does in one picture.</summary>
/// <param name="Actions">Strengths, 0 to about 1; actions left out rest.</param>
/// <param name="Gaze">Turn of both eyes against the head.</param>
public sealed record Expression(IReadOnlyDictionary<FaceAction, float> Actions, Quaternion Gaze)
{
    public static Expression Neutral { get; } = new(new Dictionary<FaceAction, float>(), Quaternion.Identity);

    /// <summary>Strength per morph number of a person.</summary>
    public float[] MorphWeights(Person person)
    {
        var weights = new float[person.MorphCount];
        foreach (var (action, strength) in Actions)
        {
            if (!person.Actions.TryGetValue(action, out var morphs)) continue;
            foreach (var (morph, weight) in morphs) weights[morph] += strength * weight;
        }

        return weights;
    }
}
