using System.Buffers.Binary;
using System.Text;
using HeadTracker.Synthesis.Heads.Valid;

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

    private void AssertNamed(byte[] file)
    {
        var path = Path.Combine(_folder, "a.glb");
        File.WriteAllBytes(path, file);
        var message = Assert.Throws<UserErrorException>(() => new ValidSource(_folder)).Message;
        Assert.StartsWith($"'{path}' is damaged or no VALID avatar (", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
