namespace HeadTracker.Synthesis.Heads;

/// <summary>Draws from the usual distributions.</summary>
public static class RandomExtensions
{
    public static float Uniform(this Random random, float from, float to) => from + (to - from) * random.NextSingle();

    /// <summary>Normal, by Box and Muller.</summary>
    public static float Normal(this Random random, float mean, float deviation)
    {
        var radius = MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
        return mean + deviation * radius * MathF.Cos(2 * MathF.PI * random.NextSingle());
    }

    public static bool Chance(this Random random, float probability) => random.NextSingle() < probability;

    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>A generator that depends on nothing but the numbers given: the same on every machine and thread.</summary>
    public static Random Seeded(int seed, long index, int purpose)
    {
        // SplitMix64: neighbouring inputs give unrelated seeds.
        var z = (ulong)(uint)seed * 0x9E3779B97F4A7C15 + (ulong)index * 0xBF58476D1CE4E5B9 + (ulong)(uint)purpose * 0x94D049BB133111EB;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return new Random((int)((z ^ z >> 31) & int.MaxValue));
    }
}
