using System.Text;

namespace HeadTracker.Tests.Fuzzing;

/// <summary>A .glb with one skinned mesh of three vertices: too little for an avatar, and all that is read of one before that is noticed.</summary>
internal static class TinyAvatar
{
    private const string Json =
        """
        {"nodes":[{"name":"Head","children":[1],"translation":[0,1,0]},{"name":"H_DDS_HighRes","mesh":0,"skin":0,"rotation":[0,0,0,1]}],
        "skins":[{"joints":[0],"inverseBindMatrices":5}],"materials":[{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}],
        "textures":[{"source":0}],"images":[{"bufferView":0}],
        "meshes":[{"primitives":[{"attributes":{"POSITION":0,"JOINTS_0":1,"WEIGHTS_0":2,"TEXCOORD_0":3},"indices":4,"material":0,
        "targets":[{"POSITION":0}]}],"extras":{"targetNames":["h.Open_h"]}}],
        "accessors":[{"bufferView":0,"count":3,"type":"VEC3","componentType":5126},{"bufferView":1,"count":3,"type":"VEC4","componentType":5121},
        {"bufferView":2,"count":3,"type":"VEC4","componentType":5126},{"bufferView":3,"count":3,"type":"VEC2","componentType":5126},
        {"bufferView":4,"count":3,"type":"SCALAR","componentType":5123},{"bufferView":5,"count":1,"type":"MAT4","componentType":5126}],
        "bufferViews":[{"byteLength":36},{"byteOffset":36,"byteLength":12},{"byteOffset":48,"byteLength":48},{"byteOffset":96,"byteLength":24},
        {"byteLength":6,"extensions":{"EXT_meshopt_compression":{"byteOffset":120,"byteLength":18,"count":3,"byteStride":2,"mode":"TRIANGLES"}}},
        {"byteOffset":138,"byteLength":64}]}
        """;

    /// <param name="change">Gets the JSON, gives that of the file.</param>
    /// <param name="more">What follows the 202 bytes of buffer that the JSON speaks of.</param>
    public static byte[] Bytes(Func<string, string>? change = null, ReadOnlySpan<byte> more = default)
    {
        var json = Encoding.UTF8.GetBytes(change is null ? Json : change(Json));
        float[] positions = [0, 0, 0, 1, 0, 0, 0, 1, 0];
        float[] weights = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
        float[] coordinates = [0, 0, 1, 0, 0, 1];
        float[] inverse = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -1, 0, 1];
        byte[] triangles = [0xe1, 0xf0, .. new byte[16]];
        byte[] data = [.. Of(positions), .. new byte[12], .. Of(weights), .. Of(coordinates), .. triangles, .. Of(inverse), .. more];
        return [.. "glTF"u8, 2, 0, 0, 0, .. BitConverter.GetBytes(28 + json.Length + data.Length), .. BitConverter.GetBytes(json.Length), .. "JSON"u8, .. json,
            .. BitConverter.GetBytes(data.Length), .. "BIN\0"u8, .. data];
    }

    private static byte[] Of(float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
