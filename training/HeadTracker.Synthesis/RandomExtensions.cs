namespace HeadTracker.Synthesis;

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

    /// <summary>A generator that depends on nothing but the numbers given: the same on every machine, thread and .NET version.</summary>
    public static Random Seeded(int seed, long index, int purpose) =>
        new SplitMixRandom((ulong)(uint)seed * 0x9E3779B97F4A7C15 + (ulong)index * 0xBF58476D1CE4E5B9 + (ulong)(uint)purpose * 0x94D049BB133111EB);

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): neighbouring seeds give unrelated streams.</summary>
    private sealed class SplitMixRandom : Random
    {
        private ulong _state;

        public SplitMixRandom(ulong seed)
        {
            _state = seed;
            // One step apart from the seed itself, so that seeds that differ by the increment do not give shifted streams.
            _state = Next64() ^ seed << 32;
        }

        public override int Next() => (int)(Next64() >> 33) % int.MaxValue;

        public override int Next(int maxValue) => maxValue <= 1 ? 0 : (int)((Next64() >> 32) * (ulong)maxValue >> 32);

        public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

        public override long NextInt64() => (long)(Next64() >> 1);

        public override float NextSingle() => (Next64() >> 40) * (1f / (1 << 24));

        public override double NextDouble() => (Next64() >> 11) * (1.0 / (1L << 53));

        protected override double Sample() => NextDouble();

        private ulong Next64()
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            return z ^ z >> 31;
        }
    }
}
