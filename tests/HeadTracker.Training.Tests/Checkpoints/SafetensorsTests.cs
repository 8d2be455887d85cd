using System.Text;
using HeadTracker.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Laid out by hand from the format's definition: length, JSON, padding to eight bytes, data; wide types first, then by name.
    private static readonly byte[] Golden =
    [
        .. BitConverter.GetBytes(224L),
        .. Encoding.UTF8.GetBytes(
            "{\"__metadata__\":{\"format\":\"pt\",\"note\":\"ü+ab\"},"
            + "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
            + "\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[16,18]}}"),
        .. "      "u8,
        7, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0,
        0, 0x38,
    ];

    private static Dictionary<string, Tensor> GoldenTensors() => new()
    {
        ["fc.weight"] = tensor(new[] { 1f, -2 }, [2, 1]),
        ["h"] = tensor(new[] { 0.5f }, dtype: float16),
        ["n"] = tensor(7L),
    };

    [Fact]
    public void Bytes_are_the_formats()
    {
        Safetensors.Save(PathOf("a"), GoldenTensors(), new Dictionary<string, string> { ["note"] = "ü+ab", ["format"] = "pt" });
        Assert.Equal(Golden, File.ReadAllBytes(PathOf("a")));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_formats_bytes_are_read()
    {
        File.WriteAllBytes(PathOf("a"), Golden);
        var file = Safetensors.Load(PathOf("a"));
        Assert.Equal(["fc.weight", "h", "n"], file.Tensors.Keys.Order());
        Assert.Equal([2L, 1], file.Tensors["fc.weight"].shape);
        Assert.Equal([1f, -2], file.Tensors["fc.weight"].data<float>().ToArray());
        Assert.Equal((Half)0.5, file.Tensors["h"].item<Half>());
        Assert.Equal(7, file.Tensors["n"].item<long>());
        Assert.Equal("ü+ab", file.Metadata["note"]);
        Assert.Equal("pt", Safetensors.ReadMetadata(PathOf("a"))["format"]);
    }

    [Fact]
    public void Every_type_and_layout_comes_back()
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["f32"] = randn(3, 4, 5, 6).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2),
            ["f64"] = randn([2], float64),
            ["bf16"] = randn(7).to(bfloat16),
            ["f16"] = randn(7).to(float16),
            ["u8"] = arange(200, dtype: uint8).view(2, 100).t(),
            ["i64"] = arange(-3, 3),
            ["i32"] = arange(-3, 3, dtype: int32),
            ["bool"] = randn(9) > 0,
            ["none"] = empty(0, 3),
            ["grad"] = ones(2).requires_grad_(),
        };
        Safetensors.Save(PathOf("a"), tensors);
        var file = Safetensors.Load(PathOf("a"));
        Assert.Equal(tensors.Count, file.Tensors.Count);
        Assert.Empty(file.Metadata);
        foreach (var (name, expected) in tensors)
        {
            Assert.Equal(expected.dtype, file.Tensors[name].dtype);
            Assert.True(expected.detach().Equals(file.Tensors[name]), name);
        }
    }

    [Fact]
    public void Tensors_belong_to_the_callers_scope()
    {
        Safetensors.Save(PathOf("a"), GoldenTensors());
        SafetensorsFile file;
        using (NewDisposeScope())
        {
            file = Safetensors.Load(PathOf("a"));
            Assert.All(file.Tensors.Values, tensor => Assert.False(tensor.IsInvalid));
        }

        Assert.All(file.Tensors.Values, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_in_one_sentence()
    {
        for (var length = 0; length < Golden.Length; length += 3)
        {
            File.WriteAllBytes(PathOf("a"), Golden[..length]);
            var error = Assert.Throws<UserErrorException>(() => Safetensors.Load(PathOf("a")));
            Assert.Contains(PathOf("a"), error.Message);
            Assert.EndsWith("copy or download it again.", error.Message);
            Assert.Throws<UserErrorException>(() => Safetensors.ReadMetadata(PathOf("a")));
        }
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "the place of 'a' does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "the place of 'a' does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "the place of 'a' does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "'a' is of type F8_E4M3, which is not known here")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 3, "2 bytes too many are at its end")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807,3],\"data_offsets\":[0,1]}}", 1, "the place of 'a' does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "its header cannot be read")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2,
        "'a' is in it twice")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "its header cannot be read")]
    [InlineData("{\"a\":7}", 0, "its header cannot be read")]
    [InlineData("{\"a\":", 0, "its header cannot be read")]
    [InlineData("[]", 0, "its header cannot be read")]
    public void A_broken_header_is_named(string json, int data, string reason)
    {
        var text = Encoding.UTF8.GetBytes(json);
        File.WriteAllBytes(PathOf("a"), [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[data]]);
        Assert.Contains($"({reason})", Assert.Throws<UserErrorException>(() => Safetensors.Load(PathOf("a"))).Message);
    }

    [Fact]
    public void With_a_checksum_any_flipped_bit_is_found()
    {
        Safetensors.Save(PathOf("a"), GoldenTensors(), new Dictionary<string, string> { ["note"] = "x" }, checksum: true);
        Assert.Equal(3, Safetensors.Load(PathOf("a")).Tensors.Count);
        Assert.Equal("x", Safetensors.Verify(PathOf("a"))["note"]);
        var bytes = File.ReadAllBytes(PathOf("a"));
        // What names the checksum itself is left out: without it, it is a file without one.
        var key = bytes.AsSpan().IndexOf("sha256"u8);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i >= key && i < key + 36) continue;
            bytes[i] ^= 1;
            File.WriteAllBytes(PathOf("a"), bytes);
            bytes[i] ^= 1;
            Assert.Throws<UserErrorException>(() => Safetensors.Load(PathOf("a")));
            Assert.Throws<UserErrorException>(() => Safetensors.Verify(PathOf("a")));
        }
    }

    [Fact]
    public void Foreign_and_missing_files_are_refused()
    {
        File.WriteAllText(PathOf("a"), "PK this is a zip of a pickle");
        Assert.Contains("does not start like one", Assert.Throws<UserErrorException>(() => Safetensors.Load(PathOf("a"))).Message);
        Assert.Contains("does not exist", Assert.Throws<UserErrorException>(() => Safetensors.Load(PathOf("b"))).Message);
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file()
    {
        Safetensors.Save(PathOf("a"), GoldenTensors());
        var before = File.ReadAllBytes(PathOf("a"));
        // A folder in the partial file's place fails the write as a full disk does, before the old file is touched.
        Directory.CreateDirectory(PathOf("a.part"));
        var error = Assert.Throws<UserErrorException>(() => Safetensors.Save(PathOf("a"), new Dictionary<string, Tensor> { ["x"] = ones(9) }));
        Assert.Contains("what was there before is still there", error.Message);
        Assert.Equal(before, File.ReadAllBytes(PathOf("a")));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_litter()
    {
        if (!File.Exists("/dev/full")) return;
        Safetensors.Save(PathOf("a"), GoldenTensors());
        var before = File.ReadAllBytes(PathOf("a"));
        // Every write to /dev/full fails with "no space left on device".
        File.CreateSymbolicLink(PathOf("a.part"), "/dev/full");
        Assert.Throws<UserErrorException>(() => Safetensors.Save(PathOf("a"), new Dictionary<string, Tensor> { ["x"] = ones(100_000) }));
        Assert.Equal(before, File.ReadAllBytes(PathOf("a")));
        Assert.Equal([PathOf("a")], Directory.GetFileSystemEntries(_folder));
    }
}
