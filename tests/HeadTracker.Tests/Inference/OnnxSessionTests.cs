using HeadTracker.Inference;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Tests.Inference;

public sealed class OnnxSessionTests
{
    private static readonly string Model = ModelFiles.PathOf("blazeface-front-128.onnx");

    [Fact]
    public void Auto_ends_at_a_provider_that_runs_and_says_why_not_the_others()
    {
        using var session = OnnxSession.Open(Model);
        var before = ExecutionProviders.All.TakeWhile(p => p != session.Provider);
        Assert.Equal(before, session.Refusals.Select(r => r.Provider));
        Assert.All(session.Refusals, refusal =>
        {
            Assert.NotEmpty(refusal.Reason);
            Assert.DoesNotContain('\n', refusal.Reason);
        });
    }

    [Fact]
    public void A_provider_that_this_build_lacks_is_refused_when_asked_for_by_name()
    {
        var absent = ExecutionProviders.All.First(p => !OrtEnv.Instance().GetAvailableProviders().Contains(p.RuntimeName()));
        var message = Assert.Throws<UserErrorException>(() => OnnxSession.Open(Model, absent)).Message;
        Assert.StartsWith($"{absent.DisplayName()} does not run ", message, StringComparison.Ordinal);
        Assert.EndsWith("this build of ONNX Runtime does not contain it; choose another provider, or auto.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", ExecutionProvider.Auto)]
    [InlineData("DML", ExecutionProvider.DirectML)]
    [InlineData("cuda", ExecutionProvider.Cuda)]
    [InlineData("coreml", ExecutionProvider.CoreML)]
    [InlineData("cpu", ExecutionProvider.Cpu)]
    public void Provider_names(string text, ExecutionProvider provider) => Assert.Equal(provider, ExecutionProviders.Parse(text));

    [Fact]
    public void An_unknown_provider_gets_a_sentence() => Assert.Equal(
        "There is no provider 'gpu'; choose auto, dml, cuda, coreml or cpu.", Assert.Throws<UserErrorException>(() => ExecutionProviders.Parse("gpu")).Message);

    [Theory]
    [InlineData("[ErrorCode:Fail] /a/b.cc:12 no device found.\n stack", "/a/b.cc:12 no device found")]
    [InlineData("plain", "plain")]
    public void Runtime_messages_become_half_a_sentence(string message, string expected) => Assert.Equal(expected, ProviderTrial.FirstLine(message));

    [Fact]
    public void A_binding_reads_its_buffers_anew_with_every_run_and_allocates_nothing()
    {
        using var session = OnnxSession.Open(Model, ExecutionProvider.Cpu);
        var input = new float[128 * 128 * 3];
        var outputs = session.Outputs.Select(o => new float[o.Shape.Aggregate(1, (a, b) => a * b)]).ToArray();
        using var binding = session.Bind(
            [new BoundTensor(session.Inputs[0].Name, input, 1, 128, 128, 3)],
            session.Outputs.Select((o, i) => new BoundTensor(o.Name, outputs[i], [.. o.Shape.Select(s => (long)s)])));
        binding.Run();
        var black = outputs[0].ToArray();
        for (var i = 0; i < input.Length; i++) input[i] = MathF.Sin(i);
        binding.Run();
        Assert.NotEqual(black, outputs[0]);
        input.AsSpan().Clear();
        binding.Run();
        Assert.Equal(black, outputs[0]);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 20; i++) binding.Run();
        }));
    }
}
