using System.Numerics;
using System.Text.Json;
using HeadTracker.Synthesis.Gltf;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>An avatar's joints as the file poses them, metres.</summary>
internal sealed class ValidSkeleton
{
    /// <summary>Joints from the root to a finger's tip, several times over.</summary>
    private const int Deepest = 64;

    private readonly GlbFile _glb;
    private readonly string[] _names;
    private readonly Matrix4x4[] _world;

    public ValidSkeleton(GlbFile glb)
    {
        _glb = glb;
        var nodes = glb.List("nodes");
        var count = nodes.Count;
        var local = new Matrix4x4[count];
        var parents = new int[count];
        Array.Fill(parents, -1);
        _names = new string[count];
        for (var i = 0; i < count; i++)
        {
            _names[i] = nodes[i].GetProperty("name").GetString()!;
            local[i] = Local(nodes[i]);
            if (!nodes[i].TryGetProperty("children", out var children)) continue;
            foreach (var child in children.EnumerateArray()) parents[child.GetInt32()] = i;
        }

        _world = new Matrix4x4[count];
        for (var i = 0; i < count; i++)
        {
            _world[i] = Matrix4x4.Identity;
            var depth = 0;
            for (var n = i; n >= 0; n = parents[n])
            {
                if (depth++ == Deepest) throw new InvalidDataException($"{glb.Name} has joints that hang from each other.");
                _world[i] *= local[n];
            }
        }
    }

    /// <summary>Names of all nodes, by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Where a joint is.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public Vector3 PositionOf(string name)
    {
        var node = Array.IndexOf(_names, name);
        return node >= 0 ? _world[node].Translation : throw new InvalidDataException($"{_glb.Name} has no joint '{name}': it is no VALID avatar.");
    }

    /// <summary>Per joint of a skin: its node's number, and the transform that takes stored positions to metres.</summary>
    public (int[] Joints, Matrix4x4[] ToWorld) Skin(int skin)
    {
        var element = _glb.Element("skins", skin);
        var joints = element.GetProperty("joints").EnumerateArray().Select(j => j.GetInt32()).ToArray();
        var inverse = _glb.ReadFloats(element.GetProperty("inverseBindMatrices").GetInt32());
        var toWorld = joints.Select((node, i) => Read(inverse.AsSpan(16 * i, 16)) * _world[node]).ToArray();
        return (joints, toWorld);
    }

    // Column-major with column vectors, as glTF stores it, is row-major with row vectors, as System.Numerics reads it.
    private static Matrix4x4 Read(ReadOnlySpan<float> m) =>
        new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15]);

    private static Matrix4x4 Local(JsonElement node)
    {
        var scale = Vector(node, "scale", Vector3.One);
        var translation = Vector(node, "translation", Vector3.Zero);
        var rotation = Quaternion.Identity;
        if (node.TryGetProperty("rotation", out var r)) rotation = new Quaternion(r[0].GetSingle(), r[1].GetSingle(), r[2].GetSingle(), r[3].GetSingle());
        return Matrix4x4.CreateScale(scale) * Matrix4x4.CreateFromQuaternion(rotation) * Matrix4x4.CreateTranslation(translation);
    }

    private static Vector3 Vector(JsonElement node, string name, Vector3 otherwise) =>
        node.TryGetProperty(name, out var v) ? new Vector3(v[0].GetSingle(), v[1].GetSingle(), v[2].GetSingle()) : otherwise;
}
