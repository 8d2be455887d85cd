using System.Numerics;

namespace HeadTracker.Synthesis.Heads;

/// <summary>How large a person's skull is, for what is worn on it. Metres, rest frame.</summary>
/// <param name="Crown">The highest point.</param>
/// <param name="HalfWidth">Half the width above the ears.</param>
/// <param name="Back">z of the rearmost point.</param>
public readonly record struct Skull(Vector3 Crown, float HalfWidth, float Back)
{
    public static Skull Of(Person person)
    {
        var skin = person.Parts[0];
        var landmarks = person.RestLandmarks();
        var brow = (landmarks[19].Y + landmarks[24].Y) / 2;
        var (crown, half, back) = (new Vector3(0, float.NegativeInfinity, 0), 0f, float.PositiveInfinity);
        for (var i = 0; i < skin.Rest.Length; i++)
        {
            var p = skin.Rest[i];
            if (skin.Bones[i].W < 0.95f || p.Y < brow) continue;
            if (p.Y > crown.Y) crown = p;
            half = MathF.Max(half, MathF.Abs(p.X));
            back = MathF.Min(back, p.Z);
        }

        return new Skull(crown, half, back);
    }
}
