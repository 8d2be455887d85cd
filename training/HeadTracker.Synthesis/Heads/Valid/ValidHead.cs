using System.Numerics;
using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>
/// One VALID avatar in the common numbering and the frame of the labels: origin at the head joint, face at rest along +z,
/// arms lowered.
/// </summary>
internal sealed class ValidHead
{
    /// <summary>Avatars stand with their arms out; people before a camera do not.</summary>
    private const float LoweredArms = 68 * MathF.PI / 180;

    /// <summary>Metres from the head joint, or of a change of shape, beyond which nobody reaches.</summary>
    private const float Reach = 10;

    private readonly ValidAvatar _avatar;
    private readonly Lazy<Texture> _colour;
    private readonly Lazy<Texture?> _normals;

    public ValidHead(ValidAvatar avatar, IReadOnlyList<ValidLayout> layouts)
    {
        _avatar = avatar;
        var skeleton = avatar.Skeleton;
        var matches = layouts.Select(l =>
            avatar.Find(l.Mesh) is { } m ? l.Match(avatar, m) : throw new InvalidDataException($"{avatar.Name} has no mesh {l.Mesh}.")).ToList();
        var body = avatar.Body;
        var landmarks = Array.ConvertAll(ValidLandmarks.Find(layouts[0].Topology.TextureCoordinates), v => body.Positions[matches[0][v]]);

        // The rotation of the best fit to the mean face is what makes this head's zero pose the common one.
        var head = skeleton.PositionOf("Head");
        var upright = Procrustes.Fit(landmarks, MeanFace.Landmarks).Rotation;
        Vector3 Place(Vector3 p) => Vector3.Transform(p - head, upright);

        Parts = [.. layouts.Select((layout, i) => ReadPart(avatar.Find(layout.Mesh)!, matches[i], Place, upright))];
        var neck = Place(skeleton.PositionOf("Neck"));
        Rig = new HeadRig(neck, neck / 2, Vector3.Zero);
        Wig = avatar.Find("h_wig") is { } wig ? ReadPart(wig, [.. Enumerable.Range(0, wig.Positions.Length)], Place, upright) : null;
        WigMesh = avatar.Find("h_wig");
        Scalp = [.. Enumerable.Range(0, Parts[0].Bones.Length).Where(v => Parts[0].Bones[v].W > 0.5f)];
        if (Scalp.Length == 0) throw new InvalidDataException($"{avatar.Name} has no skin that moves with its head");
        _colour = new Lazy<Texture>(() => avatar.Skin(body.ColourImage));
        _normals = new Lazy<Texture?>(() => body.NormalImage is { } n ? avatar.Picture(n, ValidSource.TextureSide) : null);
    }

    /// <summary>A mesh's shape: positions, bone weights and changes, in the common numbering.</summary>
    public sealed record Part(Vector3[] Positions, Vector4[] Bones, IReadOnlyDictionary<string, Morph> Morphs);

    public string Name => _avatar.Name;

    public string Sex => SexOf(Name);

    /// <summary>"F" or "M": avatars carry it in their names.</summary>
    public static string SexOf(string name) => name.Contains("_F_", StringComparison.Ordinal) ? "F" : "M";

    /// <summary>In the order of the layouts.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Vertices of the skin that move with the head, some at least: what hair hangs on.</summary>
    public int[] Scalp { get; }

    public HeadRig Rig { get; }

    public Part? Wig { get; }

    public ValidMesh? WigMesh { get; }

    public Texture Colour => _colour.Value;

    public Texture? Normals => _normals.Value;

    public Texture WigColour() => _avatar.Picture(WigMesh!.ColourImage, ValidSource.TextureSide / 2);

    private Part ReadPart(ValidMesh mesh, int[] match, Func<Vector3, Vector3> place, Quaternion upright)
    {
        var names = _avatar.Skeleton.Names;
        var positions = new Vector3[match.Length];
        var bones = new Vector4[match.Length];
        var (left, right) = (_avatar.Skeleton.PositionOf("LeftArm"), _avatar.Skeleton.PositionOf("RightArm"));
        for (var i = 0; i < match.Length; i++)
        {
            var v = match[i];
            var (leftArm, rightArm) = (0f, 0f);
            for (var k = 0; k < 4; k++)
            {
                var (name, weight) = (names[mesh.Joints[4 * v + k]], mesh.Weights[v][k]);
                bones[i] += GroupOf(name) * weight;
                if (IsArm(name, "Left")) leftArm += weight;
                if (IsArm(name, "Right")) rightArm += weight;
            }

            var position = mesh.Positions[v];
            position = Lower(position, left, -LoweredArms * leftArm);
            position = Lower(position, right, LoweredArms * rightArm);
            positions[i] = WithinReach(place(position));
        }

        var number = new Dictionary<int, List<int>>();
        for (var i = 0; i < match.Length; i++)
        {
            if (!number.TryGetValue(match[i], out var list)) number[match[i]] = list = [];
            list.Add(i);
        }

        var morphs = mesh.Morphs.ToDictionary(m => m.Key, m => Renumber(m.Value, number, upright), StringComparer.Ordinal);
        return new Part(positions, bones, morphs);
    }

    private static Morph Renumber(Morph morph, Dictionary<int, List<int>> number, Quaternion upright)
    {
        var vertices = new List<int>();
        var offsets = new List<Vector3>();
        for (var i = 0; i < morph.Vertices.Length; i++)
        {
            if (!number.TryGetValue(morph.Vertices[i], out var kept)) continue;
            foreach (var vertex in kept)
            {
                vertices.Add(vertex);
                offsets.Add(WithinReach(Vector3.Transform(morph.Offsets[i], upright)));
            }
        }

        return new Morph([.. vertices], [.. offsets]);
    }

    // Weights, matrices and places of a file can make anything of each other, infinity and what is no number too.
    private static Vector3 WithinReach(Vector3 p) =>
        p.LengthSquared() < Reach * Reach ? p : throw new InvalidDataException($"a vertex lies farther than {Reach} m from where a head is");

    // Turning each vertex by its own share keeps the shoulder round where mixing positions would fold it.
    private static Vector3 Lower(Vector3 position, Vector3 shoulder, float angle) => angle == 0
        ? position
        : shoulder + Vector3.Transform(position - shoulder, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, angle));

    private static bool IsArm(string name, string side) =>
        name.StartsWith(side + "Arm", StringComparison.Ordinal) || name.StartsWith(side + "ForeArm", StringComparison.Ordinal)
            || name.StartsWith(side + "Hand", StringComparison.Ordinal) || name.StartsWith(side + "Finger", StringComparison.Ordinal);

    private static Vector4 GroupOf(string name) => name switch
    {
        "Neck" => new Vector4(0, 0.5f, 0.5f, 0),
        _ when name.StartsWith("Head", StringComparison.Ordinal) || name.Contains("Eye", StringComparison.Ordinal) => Vector4.UnitW,
        _ => Vector4.UnitX,
    };
}
