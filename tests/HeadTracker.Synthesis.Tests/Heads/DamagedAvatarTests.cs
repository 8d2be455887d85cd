using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using HeadTracker.Synthesis.Heads.Valid;
using HeadTracker.Tests;
using HeadTracker.Tests.Fuzzing;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Tests.Heads;

public sealed class DamagedAvatarTests : IDisposable
{
    private const string Skinned =
        """
        "nodes":[{"name":"m","mesh":0,"skin":0}],"skins":[{"joints":[0],"inverseBindMatrices":0}],
        "meshes":[{"primitives":[{"attributes":{"POSITION":0,"JOINTS_0":0,"WEIGHTS_0":0}}]}]
        """;

    private const string OneMatrix = """{"bufferView":0,"count":1,"type":"MAT4","componentType":5126}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("avatars").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Nothing in it, joints that hang from each other, an avatar without its meshes, and places, counts and strides that cannot be.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"bufferViews\":7}")]
    [InlineData("{\"bufferViews\":[]")]
    [InlineData("""{"bufferViews":[],"nodes":[{"name":"a","children":[1]},{"name":"b","children":[0]}]}""")]
    [InlineData("""{"bufferViews":[],"nodes":[{"name":"a","children":[9]}]}""")]
    [InlineData("""{"bufferViews":[],"nodes":[{"name":"a"}]}""")]
    [InlineData("{" + Skinned + ""","bufferViews":[{"byteLength":64}],"accessors":[{"bufferView":0,"count":2000000000,"type":"MAT4","componentType":5126}]}""")]
    [InlineData("{" + Skinned + ""","bufferViews":[{"byteLength":64,"byteStride":0}],"accessors":[""" + OneMatrix)]
    [InlineData("{" + Skinned + ""","bufferViews":[{"byteLength":-1}],"accessors":[""" + OneMatrix)]
    [InlineData("{" + Skinned + ""","bufferViews":[{"extensions":{"EXT_meshopt_compression":{"byteLength":64,"count":2000000000,"byteStride":256,"""
        + "\"mode\":\"ATTRIBUTES\"}}}],\"accessors\":[" + OneMatrix)]
    public void A_damaged_avatar_is_named_in_one_sentence(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        // What would be a vertex stream's header is in its place.
        byte[] file = [.. "glTF"u8, 2, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(text.Length), .. "JSON"u8, .. text, .. new byte[8], 0xa0, .. new byte[63]];
        AssertNamed(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), 1000);
        AssertNamed(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), -1);
        AssertNamed(file);
    }

    /// <summary>Lists of another length than the mesh's, and numbers of what is not there.</summary>
    [Theory]
    [InlineData("\"targets\":[{\"POSITION\":0}]", "\"targets\":[{\"POSITION\":5}]", "morph h.Open_h has 5 offsets for 3 vertices")]
    [InlineData("\"JOINTS_0\":1", "\"JOINTS_0\":4", "lacks joints, weights or texture coordinates")]
    [InlineData("\"WEIGHTS_0\":2", "\"WEIGHTS_0\":0", "lacks joints, weights or texture coordinates")]
    [InlineData("\"TEXCOORD_0\":3", "\"TEXCOORD_0\":5", "lacks joints, weights or texture coordinates")]
    [InlineData("\"joints\":[0]", "\"joints\":[]", "")]
    [InlineData("\"joints\":[0]", "\"joints\":[7]", "")]
    [InlineData("\"material\":0", "\"material\":-1", "its materials have no number -1")]
    [InlineData("\"targetNames\":[", "\"targetNames\":[\"other\",", "a mesh has 1 morphs and 2 names for them")]
    public void A_mesh_that_does_not_fit_together_is_named(string whole, string damaged, string reason) =>
        AssertNamed(TinyAvatar.Bytes(json => json.Replace(whole, damaged, StringComparison.Ordinal)), reason);

    /// <summary>A wig is fitted long after its file was read, so that its corners must have been looked at before.</summary>
    [Fact]
    public void A_wigs_corners_are_among_its_vertices() => AssertNamed(
        TinyAvatar.Bytes(json => json.Replace("H_DDS_HighRes", "h_wig", StringComparison.Ordinal)
            .Replace("\"count\":3,\"type\":\"VEC", "\"count\":2,\"type\":\"VEC", StringComparison.Ordinal)),
        "a triangle's corner is vertex 2 of 2");

    [Fact]
    public void Many_nodes_that_show_one_mesh_are_too_much() => AssertNamed(
        TinyAvatar.Bytes(json => json.Replace("\"nodes\":[", "\"nodes\":[" + Repeat(65, _ => """{"name":"m","mesh":0,"skin":0},"""), StringComparison.Ordinal)),
        "it holds more than 64 meshes");

    /// <summary>70 changes of shape, each in a view of its own of 2 MiB, all unpacked from the same 33 KB.</summary>
    [Fact]
    public void Views_that_unpack_to_too_much_together_are_too_much() => AssertNamed(
        TinyAvatar.Bytes(
            json => WithTargets(json, 70, target => 6 + target)
                .Replace("}],\n\"bufferViews\"", "}" + Repeat(70, view => $$""",{"bufferView":{{6 + view}},"count":3,"type":"VEC3","componentType":5126}""")
                    + "],\n\"bufferViews\"", StringComparison.Ordinal)
                .Replace("\"byteLength\":64}]", "\"byteLength\":64}" + Repeat(70, _ => """
                    ,{"byteLength":0,"extensions":{"EXT_meshopt_compression":
                    {"byteOffset":202,"byteLength":32801,"count":131072,"byteStride":16,"mode":"ATTRIBUTES"}}}
                    """) + "]", StringComparison.Ordinal),
            [0xa0, .. new byte[32800]]),
        "it holds more than 128 MiB of decoded data");

    /// <summary>A million changes of shape would be 36 MB of JSON; what they are read from may be one accessor all the same.</summary>
    [Fact]
    public void More_JSON_than_any_avatar_needs_is_too_much() => AssertNamed(
        TinyAvatar.Bytes(json => WithTargets(json, 50_000, _ => 0)), "it holds more than 1 MiB of JSON");

    [Fact]
    public void A_larger_file_than_any_avatar_is_not_read()
    {
        using (var file = File.OpenWrite(Path.Combine(_folder, "a.glb"))) file.SetLength((128 << 20) + 1);
        AssertRefused("it holds more than 128 MiB");
    }

    /// <summary>What only shows when a whole avatar is put together.</summary>
    [SharedFact(TestScenes.Avatars)]
    public void An_avatar_that_reaches_too_far_is_named()
    {
        ChangeWhole((json, _) => json["nodes"]!.AsArray().Single(node => (string?)node!["name"] == "LeftArm")!["translation"]![0] = 1e5);
        AssertRefused("a vertex lies farther than 10 m from where a head is");
    }

    [SharedFact(TestScenes.Avatars)]
    public void An_avatar_with_a_smaller_picture_than_others_is_named()
    {
        using var picture = new Mat(16, 16, MatType.CV_8UC3, Scalar.All(90));
        Cv2.ImEncode(".png", picture, out var png);
        ChangeWhole(
            (json, end) =>
            {
                var views = json["bufferViews"]!.AsArray();
                foreach (var image in json["images"]!.AsArray()) image!["bufferView"] = views.Count;
                views.Add(new JsonObject { ["buffer"] = 0, ["byteOffset"] = end, ["byteLength"] = png.Length });
            },
            png);
        var source = new ValidSource(_folder);
        var message = Assert.Throws<UserErrorException>(() => source.Original("a")).Message;
        Assert.Contains("its skin's picture has less than 1024 × 1024 pixels", message, StringComparison.Ordinal);
    }

    /// <param name="change">Gets the JSON, and where the buffer ends.</param>
    /// <param name="more">Comes after it.</param>
    private void ChangeWhole(Action<JsonNode, int> change, params byte[] more)
    {
        var file = File.ReadAllBytes(Directory.GetFiles(SharedData.PathOf(TestScenes.Avatars), "*.glb").Order(StringComparer.Ordinal).First());
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12));
        var buffer = file.AsSpan(28 + length);
        var json = JsonNode.Parse(file.AsSpan(20, length))!;
        change(json, buffer.Length);
        var text = Encoding.UTF8.GetBytes(json.ToJsonString());
        File.WriteAllBytes(Path.Combine(_folder, "a.glb"),
            [.. file[..12], .. BitConverter.GetBytes(text.Length), .. "JSON"u8, .. text, .. new byte[8], .. buffer, .. more]);
    }

    private static string WithTargets(string json, int count, Func<int, int> accessor) => json
        .Replace("""[{"POSITION":0}]""", "[" + Repeat(count, i => $$"""{{(i > 0 ? "," : "")}}{"POSITION":{{accessor(i)}}}""") + "]", StringComparison.Ordinal)
        .Replace("\"h.Open_h\"", "\"h.Open_h\"" + Repeat(count - 1, _ => ",\"h.Open_h\""), StringComparison.Ordinal);

    private static string Repeat(int times, Func<int, string> text) => string.Concat(Enumerable.Range(0, times).Select(text));

    private void AssertNamed(byte[] file, string reason = "")
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.glb"), file);
        AssertRefused(reason);
    }

    private void AssertRefused(string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<UserErrorException>(() => new ValidSource(_folder)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 29);
        Assert.StartsWith($"'{Path.Combine(_folder, "a.glb")}' is damaged or no VALID avatar (", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
