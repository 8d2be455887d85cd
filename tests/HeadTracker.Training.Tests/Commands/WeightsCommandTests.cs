using HeadTracker.Training.Checkpoints;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Tests.Data;

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
