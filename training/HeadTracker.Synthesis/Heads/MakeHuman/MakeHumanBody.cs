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

    private readonly MakeHumanAssets _assets;
    private readonly Vector3[] _shaped;
    private readonly Vector3 _head;
    private readonly Quaternion _upright;

    public MakeHumanBody(MakeHumanAssets assets, IReadOnlyDictionary<string, float> targets)
    {
        _assets = assets;
        _shaped = (Vector3[])assets.Base.Positions.Clone();
        foreach (var (name, weight) in targets) assets.Targets[name].AddTo(_shaped, weight);
        LowerArms();
        _head = assets.Skinning.Joint("head____head", _shaped);
        var landmarks = Array.ConvertAll(MakeHumanLandmarks.Vertices, v => (_shaped[v] - _head) * MakeHumanAssets.Metres);
        _upright = Procrustes.Fit(landmarks, MeanFace.Landmarks).Rotation;
        Rig = new HeadRig(
            Place(assets.Skinning.Joint("neck01____head", _shaped)), Place(assets.Skinning.Joint("neck03____head", _shaped)), Vector3.Zero);
    }

    public HeadRig Rig { get; }

    /// <summary>Skin, and where on it the landmarks are.</summary>
    /// <param name="hidden">Base vertices that garments cover.</param>
    /// <param name="material">The skin's.</param>
    /// <param name="expressions">Changes of the base mesh by morph number, decimetres.</param>
    public (HeadPart Part, int[] Landmarks) Skin(bool[] hidden, Material material, IReadOnlyList<Morph> expressions)
    {
        var mesh = _assets.Base;
        var split = new VertexSplitter(mesh);
        for (var q = 0; q < mesh.QuadCount; q++)
        {
            if (mesh.Groups[q] != SkinGroup) continue;
            var (visible, covered) = (true, hidden.Length > 0);
            for (var k = 0; k < 4; k++)
            {
                var v = mesh.Corners[4 * q + k];
                visible &= _shaped[v].Y > _head.Y - BelowHead;
                covered &= v < hidden.Length && hidden[v];
            }

            if (visible && !covered) split.AddQuad(q);
        }

        var rest = split.Sources.Select(v => Place(_shaped[v])).ToArray();
        var bones = split.Sources.Select(v => _assets.Skinning.Bones[v]).ToArray();
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
        var fitted = binding.Fit(_shaped);
        var split = new VertexSplitter(mesh);
        for (var q = 0; q < mesh.QuadCount; q++)
        {
            var visible = true;
            for (var k = 0; k < 4; k++)
            {
                var p = fitted[mesh.Corners[4 * q + k]];
                visible &= p.Y > _head.Y - BelowHead && keep(Place(p));
            }

            if (visible) split.AddQuad(q);
        }

        var rest = split.Sources.Select(v => Place(fitted[v])).ToArray();
        var bones = withHead ? HeadPart.AllHead(rest.Length) : [.. split.Sources.Select(v => _assets.Skinning.Bones[binding.References[v].A])];
        var morphs = expressions.Select(e => Morph.FromDense(split.Gather(binding.Carry(Spread(e))).Select(Turn).ToArray())).ToArray();
        return new HeadPart(name, split.Topology(), rest, bones, HeadPart.Weld(rest), [material], morphs);
    }

    private Vector3 Place(Vector3 p) => Vector3.Transform((p - _head) * MakeHumanAssets.Metres, _upright);

    private Vector3 Turn(Vector3 offset) => Vector3.Transform(offset * MakeHumanAssets.Metres, _upright);

    private Vector3[] Spread(Morph morph)
    {
        var dense = new Vector3[_shaped.Length];
        morph.AddTo(dense, 1);
        return dense;
    }

    private void LowerArms()
    {
        var left = _assets.Skinning.Joint("upperarm01.L____head", _shaped);
        var right = _assets.Skinning.Joint("upperarm01.R____head", _shaped);
        for (var v = 0; v < _shaped.Length; v++)
        {
            var arm = _assets.Skinning.Arms[v];
            if (arm.X > 0) _shaped[v] = left + Vector3.Transform(_shaped[v] - left, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, -LoweredArms * arm.X));
            if (arm.Y > 0) _shaped[v] = right + Vector3.Transform(_shaped[v] - right, Quaternion.CreateFromAxisAngle(Vector3.UnitZ, LoweredArms * arm.Y));
        }
    }

    /// <summary>Gives every pair of vertex and texture coordinate a vertex of its own, as drawing wants it.</summary>
    private sealed class VertexSplitter(ThreeJsonMesh mesh)
    {
        private readonly Dictionary<(int, int), int> _numbers = [];
        private readonly Dictionary<int, int> _first = [];
        private readonly List<int> _indices = [];
        private readonly List<Vector2> _textureCoordinates = [];

        /// <summary>Per new vertex, the mesh's vertex.</summary>
        public List<int> Sources { get; } = [];

        public void AddQuad(int quad)
        {
            Span<int> c = stackalloc int[4];
            for (var k = 0; k < 4; k++) c[k] = Number(mesh.Corners[4 * quad + k], mesh.TextureCorners[4 * quad + k]);
            _indices.AddRange([c[0], c[1], c[2]]);
            if (mesh.Corners[4 * quad + 3] != mesh.Corners[4 * quad + 2]) _indices.AddRange([c[0], c[2], c[3]]);
        }

        public Topology Topology() => new([.. _indices], [.. _textureCoordinates]);

        public IEnumerable<Vector3> Gather(Vector3[] perSource) => Sources.Select(v => perSource[v]);

        public int NumberOf(int source) => _first[source];

        private int Number(int vertex, int texture)
        {
            if (_numbers.TryGetValue((vertex, texture), out var known)) return known;
            var number = _numbers[(vertex, texture)] = Sources.Count;
            _first.TryAdd(vertex, number);
            Sources.Add(vertex);
            _textureCoordinates.Add(MakeHumanAssets.FlipV(mesh.TextureCoordinates[texture]));
            return number;
        }
    }
}
