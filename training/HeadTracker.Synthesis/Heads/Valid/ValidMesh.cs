using System.Numerics;
using HeadTracker.Synthesis.Gltf;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.Valid;

/// <summary>One mesh of a VALID avatar in its bind pose: metres, y up, facing +z, feet at the origin.</summary>
/// <param name="Name">Its node's name.</param>
/// <param name="Indices">Three vertices per triangle.</param>
/// <param name="TextureCoordinates">v down.</param>
/// <param name="Positions">Metres.</param>
/// <param name="Joints">Four joint names' numbers per vertex, see <see cref="ValidSkeleton"/>.</param>
/// <param name="Weights">Of the four joints.</param>
/// <param name="Morphs">Offsets in metres by morph name.</param>
/// <param name="ColourImage">Number of its colour picture in the file.</param>
/// <param name="NormalImage">Number of its normal map, or null.</param>
internal sealed record ValidMesh(
    string Name,
    int[] Indices,
    Vector2[] TextureCoordinates,
    Vector3[] Positions,
    int[] Joints,
    Vector4[] Weights,
    IReadOnlyDictionary<string, Morph> Morphs,
    int ColourImage,
    int? NormalImage)
{
    public static ValidMesh Read(GlbFile glb, int node, ValidSkeleton skeleton)
    {
        var element = glb.Element("nodes", node);
        var name = element.GetProperty("name").GetString()!;
        var mesh = glb.Element("meshes", element.GetProperty("mesh").GetInt32());
        var primitive = mesh.GetProperty("primitives")[0];
        var attributes = primitive.GetProperty("attributes");
        var positions = glb.ReadVectors(attributes.GetProperty("POSITION").GetInt32());
        glb.Budget.TakeMesh(positions.Length);
        var joints = glb.ReadIntegers(attributes.GetProperty("JOINTS_0").GetInt32());
        var rawWeights = glb.ReadFloats(attributes.GetProperty("WEIGHTS_0").GetInt32());
        var textureCoordinates = glb.ReadVectors2(attributes.GetProperty("TEXCOORD_0").GetInt32());
        if (joints.Length != 4 * positions.Length || rawWeights.Length != joints.Length || textureCoordinates.Length != positions.Length)
        {
            throw new InvalidDataException($"mesh {name} lacks joints, weights or texture coordinates of some vertices");
        }

        var indices = glb.ReadIntegers(primitive.GetProperty("indices").GetInt32());
        if (indices.Length % 3 != 0) throw new InvalidDataException($"mesh {name} ends within a triangle");
        Topology.CheckCorners(indices, positions.Length);

        var skin = skeleton.Skin(element.GetProperty("skin").GetInt32());
        var weights = new Vector4[positions.Length];
        var toWorld = new Matrix4x4[positions.Length];
        for (var v = 0; v < positions.Length; v++)
        {
            var w = new Vector4(rawWeights[4 * v], rawWeights[4 * v + 1], rawWeights[4 * v + 2], rawWeights[4 * v + 3]);
            w /= w.X + w.Y + w.Z + w.W;
            weights[v] = w;
            var matrix = default(Matrix4x4);
            for (var k = 0; k < 4; k++) matrix += skin.ToWorld[joints[4 * v + k]] * w[k];
            toWorld[v] = matrix;
            positions[v] = Vector3.Transform(positions[v], matrix);
        }

        var material = glb.Element("materials", primitive.GetProperty("material").GetInt32());
        var colour = material.GetProperty("pbrMetallicRoughness").GetProperty("baseColorTexture").GetProperty("index").GetInt32();
        int? normal = material.TryGetProperty("normalTexture", out var n) ? glb.ImageOfTexture(n.GetProperty("index").GetInt32()) : null;
        return new ValidMesh(
            name,
            indices,
            textureCoordinates,
            positions,
            Array.ConvertAll(joints, j => skin.Joints[j]),
            weights,
            ReadMorphs(glb, mesh, primitive, toWorld),
            glb.ImageOfTexture(colour),
            normal);
    }

    private static Dictionary<string, Morph> ReadMorphs(
        GlbFile glb, System.Text.Json.JsonElement mesh, System.Text.Json.JsonElement primitive, Matrix4x4[] toWorld)
    {
        var morphs = new Dictionary<string, Morph>();
        if (!primitive.TryGetProperty("targets", out var targets)) return morphs;
        var names = mesh.GetProperty("extras").GetProperty("targetNames");
        if (names.GetArrayLength() != targets.GetArrayLength())
            throw new InvalidDataException($"a mesh has {targets.GetArrayLength()} morphs and {names.GetArrayLength()} names for them");
        foreach (var (target, name) in targets.EnumerateArray().Zip(names.EnumerateArray()))
        {
            var offsets = glb.ReadVectors(target.GetProperty("POSITION").GetInt32());
            if (offsets.Length != toWorld.Length) throw new InvalidDataException($"morph {name} has {offsets.Length} offsets for {toWorld.Length} vertices");
            for (var v = 0; v < offsets.Length; v++) offsets[v] = Vector3.TransformNormal(offsets[v], toWorld[v]);
            if (Morph.FromDense(offsets) is { } morph) morphs[ShortName(name.GetString()!)] = morph;
        }

        return morphs;
    }

    // "h_expressions.MouthOpen_h" moves the face and "h_teeth.t_MouthOpen_h" the teeth with it; both are "MouthOpen" here.
    private static string ShortName(string name)
    {
        name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (name.StartsWith("t_", StringComparison.Ordinal)) name = name[2..];
        return name.EndsWith("_h", StringComparison.Ordinal) ? name[..^2] : name;
    }
}
