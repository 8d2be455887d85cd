using System.Security.Cryptography;
using HeadTracker.Contract;

namespace HeadTracker.Core.Tests.Contract;

public sealed class ModelManifestTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3, 4, 5];
    private readonly string _folder = Directory.CreateTempSubdirectory("headtracker").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Survives_the_round_trip()
    {
        Manifest(Convert.ToHexStringLower(SHA256.HashData(Content)), Content.Length).WriteTo(_folder);
        var entry = ModelManifest.ReadFrom(_folder).Find("a.onnx");
        Assert.NotNull(entry);
        Assert.Equal(3.5, entry.Metrics!["aflw2000.mae"]);
        Assert.Null(ModelManifest.ReadFrom(_folder).Find("b.onnx"));
    }

    [Fact]
    public void A_folder_without_a_manifest_lists_nothing() => Assert.Empty(ModelManifest.ReadFrom(_folder).Models);

    [Theory]
    [InlineData("""{"models":[null]}""", "lists a model that is null")]
    [InlineData("""{"models":null}""", "cannot be read")]
    [InlineData("null", "is empty")]
    public void A_list_that_is_none_is_refused(string json, string contains)
    {
        File.WriteAllText(Path.Combine(_folder, ModelManifest.FileName), json);
        Assert.Contains(contains, Assert.Throws<UserErrorException>(() => ModelManifest.ReadFrom(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Passes_the_right_bytes_and_files_that_it_does_not_list()
    {
        Manifest(Convert.ToHexString(SHA256.HashData(Content)), Content.Length).WriteTo(_folder);
        ModelManifest.Check(Path.Combine(_folder, "a.onnx"), Content);
        ModelManifest.Check(Path.Combine(_folder, "mine.onnx"), [9]);
    }

    [Fact]
    public void Refuses_other_bytes_and_other_lengths()
    {
        Manifest(Convert.ToHexStringLower(SHA256.HashData(Content)), Content.Length).WriteTo(_folder);
        var path = Path.Combine(_folder, "a.onnx");
        Assert.Contains("has 4 bytes, but the manifest beside it says 5; fetch the file again.", Refusal(path, [1, 2, 3, 4]), StringComparison.Ordinal);
        Assert.Contains("has sha256", Refusal(path, [1, 2, 3, 4, 6]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"models\":[{}]}")]
    [InlineData("{\"model\":[]}")]
    public void Refuses_a_damaged_manifest(string text)
    {
        File.WriteAllText(Path.Combine(_folder, ModelManifest.FileName), text);
        var message = Refusal(Path.Combine(_folder, "a.onnx"), Content);
        Assert.Contains("manifest.json cannot be read", message, StringComparison.Ordinal);
        Assert.EndsWith("restore it from the repository.", message, StringComparison.Ordinal);
    }

    private static string Refusal(string path, byte[] content) => Assert.Throws<UserErrorException>(() => ModelManifest.Check(path, content)).Message;

    private static ModelManifest Manifest(string sha256, long size) => new()
    {
        Models = [new ModelManifestEntry("a.onnx", sha256, size, "MIT", "run base-7", Metrics: new Dictionary<string, double> { ["aflw2000.mae"] = 3.5 })],
    };
}
