using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>
/// The base mesh of one person, shaped and with lowered arms, and the frame that its parts are brought into: metres, origin at
/// the head joint, the labels' zero pose.
/// </summary>
internal sealed class MakeHumanBody
{
    private const string SkinGroup = "body";

    /// <summary>Nothing farther below the head joint is drawn, in decimetres.</summary>
    private const float BelowHead = 4.4f;

    /// <summary>From the base mesh's arms, held out, to hanging.</summary>
    private const float LoweredArms = 38 * MathF.PI / 180;

    private readonly MakeHumanAssets assets;
    private readonly Vector3[] shaped;
    private readonly Vector3 head;
    private readonly Quaternion upright;

    public MakeHumanBody(MakeHumanAssets assets, IReadOnlyDictionary<string, float> targets)
    {
        this.assets = assets;
        shaped = (Vector3[])assets.Base.Positions.Clone();
        foreach (var (name, weight) in targets) assets.Targets[name].AddTo(shaped, weight);
        LowerArms();
        head = assets.Skinning.Joint("head____head", shaped);
        var landmarks = Array.ConvertAll(MakeHumanLandmarks.Vertices, v => (shaped[v] - head) * MakeHumanAssets.Metres);
        upright = Procrustes.Fit(landmarks, MeanFace.Landmarks).Rotation;
        Rig = new HeadRig(
            Place(assets.Skinning.Joint("neck01____head", shaped)), Place(assets.Skinning.Joint("neck03____head", shaped)), Vector3.Zero);
    }

    public HeadRig Rig { get; }

    /// <summary>Skin, and where on it the landmarks are.</summary>
    /// <param name="hidden">Base vertices that garments cover.</param>
    /// <param name="material">The skin's.</param>
    /// <param name="expressions">Changes of the base mesh by morph number, decimetres.</param>
    public (HeadPart Part, int[] Landmarks) Skin(bool[] hidden, Material material, IReadOnlyList<Morph> expressions)
    {
        var mesh = assets.Base;
        var split = new VertexSplitter(mesh);
        for (var q = 0; q < mesh.QuadCount; q++)
        {
            if (mesh.Groups[q] != SkinGroup) continue;
            var (visible, covered) = (true, hidden.Length > 0);
            for (var k = 0; k < 4; k++)
            {
                var v = mesh.Corners[4 * q + k];
                visible &= shaped[v].Y > head.Y - BelowHead;
                covered &= v < hidden.Length && hidden[v];
            }

            if (visible && !covered) split.AddQuad(q);
        }

        var rest = split.Sources.Select(v => Place(shaped[v])).ToArray();
        var bones = split.Sources.Select(v => assets.Skinning.Bones[v]).ToArray();
        var morphs = expressions.Select(e => Morph.FromDense(split.Gather(Spread(e)).Select(Turn).ToArray())).ToArray();
        var part = new HeadPart("skin", split.Topology(), rest, bones, HeadPart.Weld(rest), [material], morphs);
        return (part, Array.ConvertAll(MakeHumanLandmarks.Vertices, split.NumberOf));
    }

    /// <summary>Hair, eyes, teeth or a garment.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="mesh">A proxy.</param>
    /// <param name="material">Its material.</param>
    /// <param name="expressions">As for <see cref="Skin"/>.</param>
    /// <param name="keep">Whether a vertex at a rest position is wanted.</param>
    /// <param name="withHead">Whether it moves with the head alone, as hair and eyes do, or bends with the skin under it.</param>
    public HeadPart Proxy(string name, ThreeJsonMesh mesh, Material material, IReadOnlyList<Morph> expressions, Func<Vector3, bool> keep, bool withHead)
    {
        var binding = mesh.Binding ?? throw new InvalidDataException($"{name} hangs on nothing.");
        var fitted = binding.Fit(shaped);
        var split = new VertexSplitter(mesh);
        for (var q = 0; q < mesh.QuadCount; q++)
        {
            var visible = true;
            for (var k = 0; k < 4; k++)
            {
                var p = fitted[mesh.Corners[4 * q + k]];
                visible &= p.Y > head.Y - BelowHead && keep(Place(p));
            }

            if (visible) split.AddQuad(q);
        }

        var rest = split.Sources.Select(v => Place(fitted[v])).ToArray();
        var bones = withHead ? HeadPart.AllHead(rest.Length) : [.. split.Sources.Select(v => assets.Skinning.Bones[binding.References[v].A])];
        var morphs = expressions.Select(e => Morph.FromDense(split.Gather(binding.Carry(Spread(e))).Select(Turn).ToArray())).ToArray();
        return new HeadPart(name, split.Topology(), rest, bones, HeadPart.Weld(rest), [material], morphs);
    }

    private Vector3 Place(Vector3 p) => Vector3.Transform((p - head) * MakeHumanAssets.Metres, upright);

    private Vector3 Turn(Vector3 offset) => Vector3.Transform(offset * MakeHumanAssets.Metres, upright);

    private Vector3[] Spread(Morph morph)
    {
        var dense = new Vector3[shaped.Length];
        morph.AddTo(dense, 1);
        return dense;
    }

    private void LowerArms()
    {
        var left = assets.Skinning.Joint("upperarm01.L____head", shaped);
        var right = assets.Skinning.Joint("upperarm01.R____head", shaped);
        for (var v = 0; v < shaped.Length; v++)
        {
            var arm = assets.Skinning.Arms[v];
            if (arm.X > 0) shaped[v] = left + Vector3.Transform(shaped[v] - left, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -LoweredArms * arm.X));
            if (arm.Y > 0) shaped[v] = right + Vector3.Transform(shaped[v] - right, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, LoweredArms * arm.Y));
        }
    }

    /// <summary>Gives every pair of vertex and texture coordinate a vertex of its own, as drawing wants it.</summary>
    private sealed class VertexSplitter(ThreeJsonMesh mesh)
    {
        private readonly Dictionary<(int, int), int> numbers = [];
        private readonly Dictionary<int, int> first = [];
        private readonly List<int> indices = [];
        private readonly List<Vector2> textureCoordinates = [];

        /// <summary>Per new vertex, the mesh's vertex.</summary>
        public List<int> Sources { get; } = [];

        public void AddQuad(int quad)
        {
            Span<int> c = stackalloc int[4];
            for (var k = 0; k < 4; k++) c[k] = Number(mesh.Corners[4 * quad + k], mesh.TextureCorners[4 * quad + k]);
            indices.AddRange([c[0], c[1], c[2]]);
            if (mesh.Corners[4 * quad + 3] != mesh.Corners[4 * quad + 2]) indices.AddRange([c[0], c[2], c[3]]);
        }

        public Topology Topology() => new([.. indices], [.. textureCoordinates]);

        public IEnumerable<Vector3> Gather(Vector3[] perSource) => Sources.Select(v => perSource[v]);

        public int NumberOf(int source) => first[source];

        private int Number(int vertex, int texture)
        {
            if (numbers.TryGetValue((vertex, texture), out var known)) return known;
            var number = numbers[(vertex, texture)] = Sources.Count;
            first.TryAdd(vertex, number);
            Sources.Add(vertex);
            textureCoordinates.Add(MakeHumanAssets.FlipV(mesh.TextureCoordinates[texture]));
            return number;
        }
    }
}
