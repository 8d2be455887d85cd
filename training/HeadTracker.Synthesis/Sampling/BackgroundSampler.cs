using System.Numerics;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Rendering;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>Random backgrounds: what surrounds the person, out of focus, or a wall with things on it.</summary>
public static class BackgroundSampler
{
    public static IBackground Draw(Random random, LightRig lights, int width, int height) => random.Chance(0.55f)
        ? new EnvironmentBackground(lights, MathF.Exp(random.Uniform(-4.5f, -1.5f)))
        : new Wall(random, lights, width, height);

    /// <summary>A lit wall with rectangles, discs and stripes: shelves, pictures, lamps, people far away, as far as blur lets one tell.</summary>
    private sealed class Wall : IBackground
    {
        private readonly Vector3 _colour;
        private readonly Vector2 _gradient;
        private readonly (Vector2 Centre, Vector2 Half, float Angle, bool Round, Vector3 Colour, float Edge)[] _things;
        private readonly Vector2 _scale;
        private readonly float _grain;
        private readonly uint _seed;

        public Wall(Random random, LightRig lights, int width, int height)
        {
            var light = lights.Diffuse(Vector3.UnitZ, 1) + (lights.Key is { } key ? key.Colour * MathF.Max(key.Direction.Z, 0.1f) : Vector3.Zero);
            Vector3 Paint() => light * new Vector3(random.Uniform(0.02f, 0.8f)) * Vector3.Lerp(Vector3.One,
                new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * 1.6f, random.Uniform(0, 0.9f));
            _colour = Paint();
            _gradient = new Vector2(random.Normal(0, 0.25f), random.Normal(0, 0.25f));
            _scale = new Vector2(2f / width, 2f / height);
            var blur = MathF.Exp(random.Uniform(-5, -1.5f));
            _grain = random.Chance(0.4f) ? random.Uniform(0, 0.15f) : 0;
            _seed = (uint)random.Next();
            _things = [.. Enumerable.Range(0, random.Next(0, 14)).Select(_ => (
                new Vector2(random.Uniform(-1.2f, 1.2f), random.Uniform(-1.2f, 1.2f)),
                new Vector2(MathF.Exp(random.Uniform(-3, 0)), MathF.Exp(random.Uniform(-3, 0))),
                random.Chance(0.7f) ? random.Normal(0, 0.05f) : random.Uniform(0, 3),
                random.Chance(0.3f),
                random.Chance(0.06f) ? new Vector3(6) * light : Paint(),
                blur * random.Uniform(0.5f, 2)))];
        }

        public Vector3 Radiance(Vector3 ray, int x, int y)
        {
            var p = new Vector2(x, y) * _scale - Vector2.One;
            var c = _colour * MathF.Exp(Vector2.Dot(p, _gradient));
            foreach (var (centre, half, angle, round, paint, edge) in _things)
            {
                var (sine, cosine) = MathF.SinCos(angle);
                var d = p - centre;
                d = new Vector2(d.X * cosine + d.Y * sine, d.Y * cosine - d.X * sine);
                var outside = round ? d.Length() - half.X : MathF.Max(MathF.Abs(d.X) - half.X, MathF.Abs(d.Y) - half.Y);
                c = Vector3.Lerp(c, paint, Math.Clamp(0.5f - outside / edge, 0, 1));
            }

            if (_grain == 0) return c;
            var hash = ((uint)(x >> 1) * 73856093u ^ (uint)(y >> 1) * 19349663u ^ _seed) * 2654435761u;
            return c * (1 + _grain * ((hash >> 8) * (2f / (1 << 24)) - 1));
        }
    }
}
