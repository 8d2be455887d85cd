using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;

namespace HeadTracker.Synthesis.Gltf;

/// <summary>
/// A binary glTF 2.0 file with the extensions that compressed avatars use: EXT_meshopt_compression, KHR_mesh_quantization and
/// EXT_texture_webp. Reads accessors and the bytes of images; what the numbers mean is the caller's business.
/// </summary>
public sealed class GlbFile
{
    private const uint Magic = 0x46546c67;
    private const int HeaderLength = 20, ChunkHeaderLength = 8;
    private const string Meshopt = "EXT_meshopt_compression";

    private readonly byte[] _file;
    private readonly int _binaryStart;
    private readonly Dictionary<string, JsonElement[]> _lists;
    private readonly byte[]?[] _views;
    private readonly GlbAccessor?[] _accessors;

    private GlbFile(string name, byte[] file, JsonElement json, int binaryStart)
    {
        Name = name;
        _file = file;
        _binaryStart = binaryStart;
        // As arrays: an element of a JSON array is found by walking over those before it.
        _lists = json.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(member => member.Name, member => member.Value.EnumerateArray().ToArray(), StringComparer.Ordinal);
        _views = new byte[]?[List("bufferViews").Count];
        _accessors = new GlbAccessor?[List("accessors").Count];
    }

    public string Name { get; }

    /// <summary>What reading the file may take, all in all.</summary>
    internal GlbBudget Budget { get; } = new();

    /// <summary>A list of the file's JSON chunk, such as "nodes"; empty when it has none.</summary>
    public IReadOnlyList<JsonElement> List(string name) => _lists.GetValueOrDefault(name, []);

    /// <exception cref="InvalidDataException">The list is shorter.</exception>
    public JsonElement Element(string list, int index) =>
        index >= 0 && index < List(list).Count ? List(list)[index] : throw new InvalidDataException($"its {list} have no number {index}");

    /// <exception cref="UserErrorException">The file is no binary glTF.</exception>
    public static GlbFile Load(string path)
    {
        var file = Guarded(path, () => new FileInfo(path).Length <= GlbBudget.MostBytes
            ? File.ReadAllBytes(path)
            : throw GlbBudget.TooMuch($"{GlbBudget.MostBytes >> 20} MiB"));
        if (file.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
        {
            throw new UserErrorException($"'{path}' is no binary glTF (.glb) file; give a folder of VALID avatars with --avatars.");
        }

        return Guarded(path, () =>
        {
            var jsonLength = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12));
            if (jsonLength < 0 || jsonLength > file.Length - HeaderLength) throw new InvalidDataException("it is cut off");
            if (jsonLength > GlbBudget.MostJson) throw GlbBudget.TooMuch($"{GlbBudget.MostJson >> 20} MiB of JSON");
            using var document = JsonDocument.Parse(file.AsMemory(HeaderLength, jsonLength));
            return new GlbFile(Path.GetFileNameWithoutExtension(path), file, document.RootElement.Clone(), HeaderLength + jsonLength + ChunkHeaderLength);
        });
    }

    /// <summary>
    /// Runs what reads a file: its JSON and its numbers lead anywhere when they are damaged (missing keys, places beyond arrays), and
    /// whatever comes of it is one sentence.
    /// </summary>
    /// <exception cref="UserErrorException">The file is damaged, or no avatar.</exception>
    internal static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not UserErrorException)
        {
            throw new UserErrorException(
                $"'{path}' is damaged or no VALID avatar ({e.Message.TrimEnd('.')}); fetch it again, or take it out of its folder.", e);
        }
    }

    /// <summary>The encoded bytes (PNG, JPEG, WebP) of an image.</summary>
    public ReadOnlySpan<byte> ImageBytes(int image) => View(Element("images", image).GetProperty("bufferView").GetInt32());

    /// <summary>The image behind a texture, its WebP form where there is one.</summary>
    public int ImageOfTexture(int texture)
    {
        var element = Element("textures", texture);
        return element.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("EXT_texture_webp", out var webp)
            ? webp.GetProperty("source").GetInt32()
            : element.GetProperty("source").GetInt32();
    }

    /// <summary>An accessor of unsigned integers, such as triangle corners or joint numbers, its components in a row.</summary>
    public int[] ReadIntegers(int accessor)
    {
        var a = Open(accessor);
        var values = new int[a.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var at = a.At(i);
            values[i] = a.ComponentType switch
            {
                5121 => at[0],
                5123 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                5125 => BinaryPrimitives.ReadInt32LittleEndian(at),
                _ => throw new InvalidDataException($"{Name}: accessor {accessor} holds no unsigned integers."),
            };
        }

        return values;
    }

    /// <summary>An accessor as floats, its components in a row; normalised integers become -1…1 or 0…1.</summary>
    public float[] ReadFloats(int accessor)
    {
        var a = Open(accessor);
        var values = new float[a.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var at = a.At(i);
            values[i] = a.ComponentType switch
            {
                5120 => a.Normalized ? MathF.Max((sbyte)at[0] / 127f, -1) : (sbyte)at[0],
                5121 => a.Normalized ? at[0] / 255f : at[0],
                5122 => a.Normalized ? MathF.Max(BinaryPrimitives.ReadInt16LittleEndian(at) / 32767f, -1) : BinaryPrimitives.ReadInt16LittleEndian(at),
                5123 => a.Normalized ? BinaryPrimitives.ReadUInt16LittleEndian(at) / 65535f : BinaryPrimitives.ReadUInt16LittleEndian(at),
                5126 => BinaryPrimitives.ReadSingleLittleEndian(at),
                _ => throw new InvalidDataException($"{Name}: accessor {accessor} has component type {a.ComponentType}."),
            };
            if (!float.IsFinite(values[i])) throw new InvalidDataException($"{Name}: accessor {accessor} holds what is no number.");
        }

        return values;
    }

    public Vector3[] ReadVectors(int accessor)
    {
        var values = ReadFloats(accessor);
        var vectors = new Vector3[values.Length / 3];
        for (var i = 0; i < vectors.Length; i++) vectors[i] = new Vector3(values[3 * i], values[3 * i + 1], values[3 * i + 2]);
        return vectors;
    }

    public Vector2[] ReadVectors2(int accessor)
    {
        var values = ReadFloats(accessor);
        var vectors = new Vector2[values.Length / 2];
        for (var i = 0; i < vectors.Length; i++) vectors[i] = new Vector2(values[2 * i], values[2 * i + 1]);
        return vectors;
    }

    /// <summary>An accessor about to be read, paid for: what comes of it is four bytes a number.</summary>
    private GlbAccessor Open(int index)
    {
        var element = Element("accessors", index);
        if (_accessors[index] is not { } accessor)
        {
            var view = element.GetProperty("bufferView").GetInt32();
            _accessors[index] = accessor = GlbAccessor.Of(element, Element("bufferViews", view), View(view));
        }

        Budget.TakeBytes(sizeof(float) * (long)accessor.Count * accessor.Components);
        return accessor;
    }

    private byte[] View(int view)
    {
        var element = Element("bufferViews", view);
        if (_views[view] is { } known) return known;
        byte[] data;
        if (element.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty(Meshopt, out var compressed))
        {
            data = Decompress(compressed);
        }
        else
        {
            var slice = Slice(element);
            Budget.TakeBytes(slice.Length);
            data = slice.ToArray();
        }

        return _views[view] = data;
    }

    private ReadOnlySpan<byte> Slice(JsonElement view) =>
        _file.AsSpan(_binaryStart + (view.TryGetProperty("byteOffset", out var offset) ? offset.GetInt32() : 0), view.GetProperty("byteLength").GetInt32());

    private byte[] Decompress(JsonElement compressed)
    {
        var source = Slice(compressed);
        var count = compressed.GetProperty("count").GetInt32();
        var stride = compressed.GetProperty("byteStride").GetInt32();
        var mode = compressed.GetProperty("mode").GetString();
        Budget.TakeBytes((long)count * stride);
        if (mode == "TRIANGLES") return Pack(MeshoptIndexDecoder.Decode(source, count), stride);
        if (mode != "ATTRIBUTES") throw new InvalidDataException($"{Name}: meshopt mode {mode} is not one that avatars use.");

        var data = MeshoptVertexDecoder.Decode(source, count, stride);
        switch (compressed.TryGetProperty("filter", out var filter) ? filter.GetString() : "NONE")
        {
            case "NONE":
                break;
            case "OCTAHEDRAL" when stride == 4:
                MeshoptVertexDecoder.UnfilterOctahedral8(data);
                break;
            case "OCTAHEDRAL":
                MeshoptVertexDecoder.UnfilterOctahedral16(data);
                break;
            case var other:
                throw new InvalidDataException($"{Name}: meshopt filter {other} is not one that avatars use.");
        }

        return data;
    }

    private static byte[] Pack(int[] indices, int stride)
    {
        if (stride is not (2 or 4)) throw new InvalidDataException($"A triangle list's stride of {stride} bytes is not allowed.");
        var data = new byte[indices.Length * stride];
        for (var i = 0; i < indices.Length; i++)
        {
            if (stride == 2) BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(2 * i), (ushort)indices[i]);
            else BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4 * i), indices[i]);
        }

        return data;
    }
}
