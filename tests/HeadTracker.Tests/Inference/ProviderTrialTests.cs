using HeadTracker.Contract;
using HeadTracker.Inference;
using HeadTracker.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Tests.Inference;

public sealed class ProviderTrialTests
{
    private static readonly PoseModelContract Contract = new()
    {
        InputSize = 16,
        Crop = new CropRule(CropShape.Stretch, 1),
        Normalizer = PixelNormalizer.ImageNet,
        Output = BinOutput.Logits,
        Yaw = new BinSpecification(3, 99),
        Pitch = new BinSpecification(3, 99),
        Roll = new BinSpecification(3, 99),
        Run = "test",
    };

    [Fact]
    public void A_provider_that_runs_the_nodes_with_the_right_results_is_taken()
    {
        var model = new TinyPoseModel(Contract).ToOnnx();
        using var cpu = new InferenceSession(model);
        using var session = ProviderTrial.Run(model, ExecutionProvider.Cpu, 1, cpu, out var reason);
        Assert.NotNull(session);
        Assert.Empty(reason);
    }

    [Fact]
    public void A_provider_with_other_results_is_refused()
    {
        // What is tried has other weights than what counts as right: the same as a driver that miscalculates.
        using var cpu = new InferenceSession(new TinyPoseModel(Contract, seed: 2).ToOnnx());
        Assert.Null(ProviderTrial.Run(new TinyPoseModel(Contract, seed: 1).ToOnnx(), ExecutionProvider.Cpu, 1, cpu, out var reason));
        Assert.StartsWith("it ran, but its results are not the CPU's (off by ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_cannot_even_start_is_refused_with_the_runtime_s_reason_and_leaves_no_files()
    {
        var absent = ExecutionProviders.All.Where(p => !OrtEnv.Instance().GetAvailableProviders().Contains(p.RuntimeName())).ToArray();
        Assert.NotEmpty(absent);
        var model = new TinyPoseModel(Contract).ToOnnx();
        using var cpu = new InferenceSession(model);
        foreach (var provider in absent)
        {
            Assert.Null(ProviderTrial.Run(model, provider, 1, cpu, out var reason));
            Assert.NotEmpty(reason);
            Assert.DoesNotContain('\n', reason);
        }

        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), $"headtracker-{Environment.ProcessId}-*"));
    }
}
