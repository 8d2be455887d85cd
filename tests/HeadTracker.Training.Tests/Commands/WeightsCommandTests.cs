using System.Globalization;
using HeadTracker.Contract;
using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Import;
using HeadTracker.Training.Tests.Data;
using TorchSharp;

namespace HeadTracker.Training.Tests.Commands;

/// <summary><c>train weights</c> around what it converts.</summary>
public sealed class WeightsCommandTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden", "resnet18-width1.pth");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_says_what_it_made_and_what_it_left_out()
    {
        var target = _folder.PathOf("resnet18.safetensors");
        var (code, output, error) = Weights("--from", Golden, "--out", target);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("ResNet18 of width 1, 120 tensors.", output, StringComparison.Ordinal);
        Assert.Contains("Left out, as no part of the encoder: fc.bias, fc.weight.", output, StringComparison.Ordinal);
        Assert.Equal("resnet18-width1.pth", Safetensors.Verify(target)["source"]);
    }

    [Fact]
    public void What_is_there_stays_unless_it_is_to_be_replaced()
    {
        var target = _folder.Write("resnet18.safetensors", "mine");
        var (code, _, error) = Weights("--from", Golden, "--out", target);
        Assert.Equal((1, "mine"), (code, File.ReadAllText(target)));
        Assert.Contains("exists already; give another file with --out, or --replace it.", error, StringComparison.Ordinal);
        Assert.Equal(0, Weights("--from", Golden, "--out", target, "--replace").Code);
        Assert.Equal("ResNet18", Safetensors.Verify(target)["backbone"]);
    }

    [Fact]
    public void A_name_of_another_depth_and_the_original_itself_are_refused()
    {
        var (code, _, error) = Weights("--from", Golden, "--out", _folder.PathOf("resnet50.safetensors"));
        Assert.Equal(1, code);
        Assert.Contains("is named after a ResNet50, but the weights are those of a ResNet18", error, StringComparison.Ordinal);

        File.Copy(Golden, _folder.PathOf("a.pth"));
        var (_, _, itself) = Weights("--from", _folder.PathOf("a.pth"), "--out", _folder.PathOf("a.pth"), "--replace");
        Assert.Contains("itself, which this command reads", itself, StringComparison.Ordinal);
        Assert.Equal(["a.pth"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("bgr", "103,116,123", null)]
    [InlineData("bgr", "103,116,123", "58,57,56")]
    [InlineData("bgr", null, null)]
    [InlineData("rgb", null, "1,1,1")]
    public void What_the_network_took_is_turned_into_ours(string channels, string? mean, string? deviation)
    {
        var target = _folder.PathOf("resnet18.safetensors");
        string[] options = [.. mean is null ? [] : new[] { "--mean", mean }, .. deviation is null ? [] : new[] { "--std", deviation }];
        var (code, _, error) = Weights(["--from", Golden, "--out", target, "--channels", channels, .. options]);
        Assert.Equal((0, ""), (code, error));

        static float[] Numbers(string? text, float[] otherwise) => text is null
            ? otherwise : [.. text.Split(',').Select(part => float.Parse(part, CultureInfo.InvariantCulture) / 255)];
        var (order, usual) = (channels == "bgr" ? ChannelOrder.Bgr : ChannelOrder.Rgb, PixelNormalizer.ImageNet);
        float[] means = [.. usual.Mean], deviations = [.. usual.Std];
        if (order == ChannelOrder.Bgr) (means, deviations) = ([.. means.Reverse()], [.. deviations.Reverse()]);
        if (mean is not null) deviations = [1 / 255f, 1 / 255f, 1 / 255f];
        using var scope = torch.NewDisposeScope();
        var taken = new PixelNormalizer(order, Numbers(mean, means), Numbers(deviation, deviations));
        var original = EncoderWeights.Read(Golden);
        var expected = original.FromPixels(taken).Tensors;
        var found = Safetensors.Load(target).Tensors;
        foreach (var name in new[] { "conv1.weight", "bn1.running_mean" })
            Assert.Equal(expected[name].data<float>().ToArray(), found[name].data<float>().ToArray());
        Assert.NotEqual(original.Tensors["conv1.weight"].data<float>().ToArray(), found["conv1.weight"].data<float>().ToArray());
    }

    [Theory]
    [InlineData("--mean", "1,2")]
    [InlineData("--mean", "1,2,x")]
    [InlineData("--mean", "1,2,256")]
    [InlineData("--std", "1,0,1")]
    public void Numbers_of_channels_are_three(string option, string text)
    {
        var (code, _, error) = Weights("--from", Golden, "--out", _folder.PathOf("resnet18.safetensors"), option, text);
        Assert.NotEqual(0, code);
        Assert.Contains($"{option} takes three numbers from", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Weights(params string[] options)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var outputs = new StringWriter();
        using var errors = new StringWriter();
        try
        {
            Console.SetOut(outputs);
            Console.SetError(errors);
            return (TrainCommandLine.Run(["weights", .. options]), outputs.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
