namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>What a random MakeHuman person is made of.</summary>
/// <param name="Race">The race that skin and expressions follow.</param>
/// <param name="Sex">"female" or "male", likewise.</param>
/// <param name="Age">"young", "middleage" or "old", likewise for the skin.</param>
/// <param name="Targets">Weights of targets that shape the person.</param>
/// <param name="Races">Weights of the races; they sum to 1.</param>
internal sealed record MakeHumanRecipe(
    string Race, string Sex, string Age, IReadOnlyDictionary<string, float> Targets, IReadOnlyDictionary<string, float> Races)
{
    private static readonly string[] AllRaces = ["african", "asian", "caucasian"];

    /// <summary>Ends of targets that pull in opposite directions.</summary>
    private static readonly (string Less, string More)[] Opposites =
    [
        ("less", "more"), ("min", "max"), ("decr", "incr"), ("in", "out"), ("down", "up"), ("backward", "forward"), ("concave", "convex"),
        ("deflate", "inflate"), ("compress", "uncompress"), ("lessgreek", "moregreek"), ("lesshump", "morehump"), ("small", "big"),
        ("pointed", "triangle"), ("square", "round"), ("increase", "decrease"), ("potato", "point"),
    ];

    /// <summary>Groups of targets that change a face, with the usual size of their weights.</summary>
    private static readonly (string Group, float Deviation)[] Groups =
    [
        ("head", 0.14f), ("forehead", 0.2f), ("eyebrows", 0.2f), ("eyes", 0.2f), ("nose", 0.17f), ("mouth", 0.18f), ("ears", 0.3f),
        ("chin", 0.2f), ("cheek", 0.25f), ("neck", 0.15f),
    ];

    /// <summary>Shapes of the whole head of which a person has one at most.</summary>
    private static readonly string[] HeadShapes = ["diamond", "invertedtriangular", "oval", "rectangular", "round", "square", "triangular", "fat", "skinny"];

    /// <summary>Targets that move the whole head or neck, or twist it: not what makes an identity.</summary>
    private static readonly string[] LeftOut = ["head/head-trans", "head/head-angle", "neck/neck-trans", "head/head-age"];

    public static MakeHumanRecipe Draw(Random random, TargetLibrary library)
    {
        var targets = new SortedDictionary<string, float>(StringComparer.Ordinal);
        var race = random.Pick(AllRaces);
        var races = DrawRaces(random, race);
        var male = random.Chance(0.5f) ? random.Uniform(0.75f, 1) : random.Uniform(0, 0.25f);
        var (child, old) = random.Chance(0.12f) ? (random.Uniform(0.2f, 0.8f), 0f) : (0f, MathF.Max(0, random.Uniform(-0.5f, 0.9f)));
        var ages = new[] { ("young", 1 - child - old), ("old", old), ("child", child) };
        foreach (var (r, raceWeight) in races)
        {
            foreach (var (sex, sexWeight) in new[] { ("male", male), ("female", 1 - male) })
            {
                foreach (var (age, ageWeight) in ages) Add(targets, $"macrodetails/{r}-{sex}-{age}", raceWeight * sexWeight * ageWeight);
            }
        }

        var build = random.Uniform(0, 1);
        foreach (var (sex, sexWeight) in new[] { ("male", male), ("female", 1 - male) })
        {
            foreach (var (age, ageWeight) in ages)
            {
                Add(targets, $"macrodetails/universal-{sex}-{age}-averagemuscle-averageweight", sexWeight * ageWeight * (1 - build));
                Add(targets, $"macrodetails/universal-{sex}-{age}-averagemuscle-{(build > 0.5f ? "max" : "min")}weight", sexWeight * ageWeight * build * 0.5f);
            }
        }

        foreach (var (group, deviation) in Groups) DrawDetails(random, library, group, deviation, targets);
        if (random.Chance(0.6f)) Add(targets, "head/head-" + random.Pick(HeadShapes), random.Uniform(0.1f, 0.5f));
        foreach (var name in library.Names.Where(n => n.StartsWith("asym/asym-", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (random.Chance(0.25f)) Add(targets, name, random.Uniform(0, 0.35f));
        }

        return new MakeHumanRecipe(race, male > 0.5f ? "male" : "female", old > 0.55f ? "old" : old > 0.2f ? "middleage" : "young", targets, races);
    }

    private static SortedDictionary<string, float> DrawRaces(Random random, string main)
    {
        var share = random.Chance(0.5f) ? random.Uniform(0.8f, 1) : random.Uniform(0.5f, 0.8f);
        var other = random.Pick([.. AllRaces.Where(r => r != main)]);
        return new SortedDictionary<string, float>(StringComparer.Ordinal) { [main] = share, [other] = 1 - share };
    }

    private static void DrawDetails(Random random, TargetLibrary library, string group, float deviation, SortedDictionary<string, float> targets)
    {
        var names = library.Names.Where(n => n.StartsWith(group + "/", StringComparison.Ordinal) && !LeftOut.Any(n.StartsWith))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            // The right side repeats what the left side drew.
            if (name.StartsWith(group + "/r-", StringComparison.Ordinal)) continue;
            foreach (var (less, more) in Opposites)
            {
                if (!name.EndsWith("-" + less, StringComparison.Ordinal)) continue;
                var opposite = name[..^less.Length] + more;
                if (!library.Contains(opposite)) continue;
                var weight = Math.Clamp(random.Normal(0, deviation), -0.9f, 0.9f);
                var chosen = weight < 0 ? name : opposite;
                Add(targets, chosen, MathF.Abs(weight));
                var mirrored = chosen.Replace("/l-", "/r-", StringComparison.Ordinal);
                if (mirrored != chosen && library.Contains(mirrored)) Add(targets, mirrored, MathF.Abs(weight));
                break;
            }
        }
    }

    private static void Add(SortedDictionary<string, float> targets, string name, float weight)
    {
        if (weight > 1e-3f) targets[name] = targets.GetValueOrDefault(name) + weight;
    }
}
