using System.Numerics;
using HeadTracker.Synthesis.Gltf;
using HeadTracker.Synthesis.Imaging;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>
/// Persons from a folder of VALID avatars. All share one topology and one texture layout, so a new identity is a mix of
/// shapes, with a face texture mixed in, under the hair and clothes of one of them. Safe for several threads.
/// </summary>
public sealed class ValidSource
{
    internal const int TextureSide = 1024;

    private static readonly string[] Meshes = ["H_DDS_HighRes", "h_L_eye", "h_R_eye", "h_L_gland", "h_R_gland", "h_TeethDown", "h_TeethUp"];

    private readonly string[] _files;
    private readonly Lazy<ValidHead>[] _heads;
    private readonly IReadOnlyList<ValidLayout> _layouts;
    private readonly ValidRegions _regions;

    /// <exception cref="UserErrorException">The folder holds no avatars.</exception>
    public ValidSource(string folder)
    {
        _files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.glb").Order(StringComparer.Ordinal)] : [];
        if (_files.Length == 0)
        {
            throw new UserErrorException(
                $"'{folder}' holds no .glb avatars; clone https://github.com/c-frame/valid-avatars-glb and give its folder of avatars with --avatars.");
        }

        (_layouts, _regions) = GlbFile.Guarded(_files[0], () => LayoutOf(ValidAvatar.Load(_files[0])));
        _heads = [.. _files.Select(f => new Lazy<ValidHead>(() => GlbFile.Guarded(f, () => new ValidHead(ValidAvatar.Load(f), _layouts))))];
    }

    /// <summary>The avatars' names, in order; identities are split between training and validation by them.</summary>
    public IReadOnlyList<string> Names => [.. _files.Select(f => Path.GetFileNameWithoutExtension(f))];

    /// <summary>One avatar as its makers made it.</summary>
    public Person Original(string name)
    {
        var head = Find(name);
        return Build(name, [(head, 1f)], head.Wig is null ? null : head, null, Vector3.One);
    }

    /// <summary>A random identity, mixed from one to three of the named avatars.</summary>
    /// <param name="id">See <see cref="Person.Id"/>.</param>
    /// <param name="random">Everything is drawn from here.</param>
    /// <param name="names">Which avatars may take part.</param>
    public Person Create(string id, Random random, IReadOnlyList<string> names)
    {
        var main = Find(random.Pick(names));
        var mix = new List<(ValidHead Head, float Weight)> { (main, 1) };
        var sameSex = names.Where(n => n != main.Name && ValidHead.SexOf(n) == main.Sex).ToList();
        ValidHead? partner = null;
        if (sameSex.Count > 0 && random.Chance(0.85f))
        {
            partner = Find(random.Pick(sameSex));
            // A small share may be negative: the opposite of the partner's traits.
            var share = random.Uniform(-0.2f, 0.7f);
            mix[0] = (main, 1 - share);
            mix.Add((partner, share));
            if (random.Chance(0.4f))
            {
                var third = random.Uniform(-0.15f, 0.3f);
                mix[0] = (main, mix[0].Weight - third);
                mix.Add((Find(random.Pick(sameSex)), third));
            }
        }

        // Mixing must not extrapolate away from everybody.
        if (mix[0].Weight < 0.15f) mix = [(main, 0.5f), (mix[1].Head, 0.5f)];
        var wig = main.Wig is not null && random.Chance(0.85f) ? main : null;
        if (wig is null && sameSex.Count > 0 && random.Chance(main.Sex == "F" ? 0.6f : 0.03f))
        {
            var lender = Find(random.Pick(sameSex));
            wig = lender.Wig is not null ? lender : null;
        }

        var tone = new Vector3(random.Uniform(0.85f, 1.3f)) * new Vector3(1, random.Uniform(0.97f, 1.03f), random.Uniform(0.94f, 1.06f));
        var faceMix = partner is not null ? (partner, random.Uniform(0, 0.6f)) : ((ValidHead, float)?)null;
        return Build(id, mix, wig, faceMix, tone);
    }

    private static (IReadOnlyList<ValidLayout> Layouts, ValidRegions Regions) LayoutOf(ValidAvatar reference)
    {
        ValidLayout[] layouts = [.. Meshes.Select(name => ValidLayout.Of(
            reference, reference.Find(name) ?? throw new InvalidDataException($"{reference.Name} has no mesh {name}.")))];
        return (layouts, new ValidRegions(layouts[0], new ValidHead(reference, layouts)));
    }

    private ValidHead Find(string name)
    {
        var index = Array.FindIndex(_files, f => Path.GetFileNameWithoutExtension(f) == name);
        return index >= 0 ? _heads[index].Value : throw new UserErrorException($"There is no avatar '{name}' in the folder given with --avatars.");
    }

    private Person Build(string id, List<(ValidHead Head, float Weight)> mix, ValidHead? wig, (ValidHead Head, float Share)? faceMix, Vector3 tone)
    {
        var main = mix[0].Head;
        var shapes = _layouts.Select((_, part) => ValidBlend.Positions(mix.Select(m => (m.Head.Parts[part].Positions, m.Weight)).ToList())).ToList();

        // A mix's own zero pose, so that labels agree to the last digit, not only its parents'.
        var landmarks = ValidLandmarks.Find(_layouts[0].Topology.TextureCoordinates);
        var upright = Procrustes.Fit(Array.ConvertAll(landmarks, v => shapes[0][v]), MeanFace.Landmarks).Rotation;
        var placed = shapes.Select(s => Array.ConvertAll(s, p => Vector3.Transform(p, upright))).ToList();
        var colour = faceMix is { } face ? _regions.MixFaces(main.Colour, face.Head.Colour, face.Share) : main.Colour;

        var parts = new List<HeadPart>();
        for (var i = 0; i < _layouts.Count; i++)
        {
            var shape = placed[i];
            var topology = i == 0 ? _regions.Body : _layouts[i].Topology;
            var part = i;
            var morphs = ValidActions.Morphs.Select(name => ValidBlend.Mix(
                [.. mix.Select(m => (m.Head.Parts[part].Morphs.GetValueOrDefault(name), m.Weight))], shape.Length, upright)).ToArray();
            parts.Add(new HeadPart(Meshes[i], topology, shape, main.Parts[i].Bones, HeadPart.Weld(shape),
                MaterialsOf(Meshes[i], colour, main.Normals, tone), morphs)
            {
                Eye = Meshes[i] switch { "h_L_eye" => EyeSide.Left, "h_R_eye" => EyeSide.Right, _ => EyeSide.None },
            });
        }

        if (wig is not null) parts.Add(ValidWig.Fit(wig, placed[0], upright));
        var rig = new HeadRig(
            Vector3.Transform(main.Rig.LowerNeck, upright), Vector3.Transform(main.Rig.UpperNeck, upright), Vector3.Transform(main.Rig.Head, upright));
        var provenance = string.Join(" ", mix.Select(m => $"{m.Head.Name}:{m.Weight:f2}")) + (wig is null ? "" : $" wig:{wig.Name}");
        return new Person(id, "valid", provenance, HeadOpenness.Apply(parts), rig, landmarks, ValidActions.ByNumber, ValidActions.Morphs.Count)
        {
            Male = main.Sex == "M",
        };
    }

    private static IReadOnlyList<Material> MaterialsOf(string mesh, Texture colour, Texture? normals, Vector3 tone) => mesh switch
    {
        "H_DDS_HighRes" =>
        [
            new Material(Reflection.Skin, colour, SegmentationClass.Skin) { Normals = normals, Roughness = 0.57f, Specular = 0.025f, Tint = tone },
            new Material(Reflection.Plain, colour, SegmentationClass.Hair) { Normals = normals, Roughness = 0.75f, Specular = 0.02f },
            new Material(Reflection.Plain, colour, SegmentationClass.Clothes) { Normals = normals, Roughness = 0.9f, Specular = 0.01f },
        ],
        "h_L_eye" or "h_R_eye" => [new Material(Reflection.Eye, colour, SegmentationClass.Eye) { Roughness = 0.08f, Specular = 0.025f }],
        "h_L_gland" or "h_R_gland" => [new Material(Reflection.Skin, colour, SegmentationClass.Skin) { Roughness = 0.25f, Specular = 0.03f }],
        _ => [new Material(Reflection.Plain, colour, SegmentationClass.Mouth) { Roughness = 0.25f, Specular = 0.04f, Tint = new Vector3(0.75f) }],
    };
}
