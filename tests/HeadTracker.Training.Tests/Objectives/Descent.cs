using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

internal static class Descent
{
    /// <summary>Twenty steps of Adam on one batch have to lower a loss by a tenth at least.</summary>
    public static void AssertLowers(nn.Module network, Func<Tensor> loss)
    {
        network.train();
        using var adam = optim.Adam(network.parameters(), 3e-3);
        var losses = new List<float>();
        for (var step = 0; step < 20; step++)
        {
            using var scope = NewDisposeScope();
            var value = loss();
            losses.Add(value.item<float>());
            adam.zero_grad();
            value.backward();
            adam.step();
        }

        Assert.True(losses[^1] < 0.9f * losses[0], $"from {losses[0]} to {losses[^1]}");
    }
}
