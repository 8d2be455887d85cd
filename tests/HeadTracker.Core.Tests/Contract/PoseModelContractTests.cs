using HeadTracker.Contract;

namespace HeadTracker.Core.Tests.Contract;

public sealed class PoseModelContractTests
{
    private static readonly PoseModelContract Example = new()
    {
        InputSize = 112,
        Crop = new CropRule(CropShape.Square, 1.2f),
        Normalizer = PixelNormalizer.ImageNet,
        Output = BinOutput.Logits,
        Yaw = new BinSpecification(1, 99),
        Pitch = new BinSpecification(2, 90),
        Roll = new BinSpecification(3, 99),
        Run = "base-resnet18-7",
    };

    [Fact]
    public void Survives_the_round_trip_through_json()
    {
        var read = PoseModelContract.Parse(Example.ToJson(), "a.onnx");
        Assert.Equal(Example, read);
        Assert.Equal([198, 90, 66], read.Heads.Select(h => h.Count));
    }

    [Fact]
    public void The_json_says_what_it_means()
    {
        var json = Example.ToJson();
        Assert.Contains("\"inputSize\":112", json, StringComparison.Ordinal);
        Assert.Contains("\"shape\":\"Square\"", json, StringComparison.Ordinal);
        Assert.Contains("\"channels\":\"Rgb\"", json, StringComparison.Ordinal);
        Assert.Contains("\"angles\":\"300W-LP\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("null", "has version , expected 1")]
    [InlineData("""{"inputSize":112}""", "cannot be read")]
    [InlineData("\"text\"", "cannot be read")]
    public void Refuses_what_is_no_contract_in_one_sentence(string json, string reason) => AssertRefused(json, reason);

    [Fact]
    public void Refuses_other_versions_angles_and_unknown_keys()
    {
        AssertRefused(Example.ToJson().Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), "has version 2, expected 1");
        AssertRefused(Example.ToJson().Replace("300W-LP", "BIWI", StringComparison.Ordinal), "follow 'BIWI', expected '300W-LP'");
        AssertRefused(Example.ToJson().Replace("\"run\"", "\"margin\":3,\"run\"", StringComparison.Ordinal), "margin");
    }

    [Fact]
    public void Refuses_numbers_that_no_model_can_have()
    {
        AssertRefused((Example with { InputSize = 0 }).ToJson(), "says an input size of 0");
        AssertRefused((Example with { Crop = new CropRule(CropShape.Square, 0) }).ToJson(), "says a crop scale of 0");
        AssertRefused((Example with { Normalizer = new PixelNormalizer(ChannelOrder.Rgb, [0], [1, 1, 1]) }).ToJson(), "says 1 means and 3 deviations");
        AssertRefused((Example with { Normalizer = new PixelNormalizer(ChannelOrder.Rgb, [0, 0, 0], [1, 0, 1]) }).ToJson(),
            "says a deviation that is not above 0");
        AssertRefused((Example with { Roll = new BinSpecification(0, 99) }).ToJson(), "says bins of 0° over ±99° for roll");
        AssertRefused(Example.ToJson().Replace("\"scale\":1.2", "\"side\":1", StringComparison.Ordinal), "cannot be read");
    }

    private static void AssertRefused(string json, string reason)
    {
        var error = Assert.Throws<UserErrorException>(() => PoseModelContract.Parse(json, "models/a.onnx"));
        Assert.StartsWith("models/a.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("export the model again with this version.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
