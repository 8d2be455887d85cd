using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Compat.Tests.Torch;

[Collection(nameof(Alone))]
public sealed class LeakTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Memory_stays_flat_over_500_training_steps(ScalarType precision)
    {
        using Parameter weight = new(randn(8, 3, 3, 3) * 0.1f);
        using Sequential net = Sequential(BatchNorm2d(8), ReLU(inplace: true), MaxPool2d(2), Flatten());
        using Linear head = Linear(8 * 16 * 16, 10);
        List<Parameter> parameters = [weight, .. net.parameters(), .. head.parameters()];
        using Adam optimizer = optim.Adam(parameters, 1e-3);
        using Tensor images = randn(8, 3, 32, 32).to(precision), labels = randint(0, 10, [8]);

        void Train(int steps)
        {
            for (int k = 0; k < steps; k++)
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor maps = functional.conv2d(images, weight.to(precision), padding: [1, 1]);
                Tensor loss = functional.cross_entropy(head.call(net.call(maps).to(ScalarType.Float32)), labels);
                loss.backward();
                nn.utils.clip_grad_norm_(parameters, 1);
                optimizer.step();
            }
        }

        Train(100);
        long objects = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long memory = Resident();
        Train(500);
        Assert.Equal(objects, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        // One leaked activation of 8×8×32×32 floats a step would be 131 MB; the allocator's own drift is a few.
        Assert.InRange(Resident() - memory, long.MinValue, 24L << 20);
    }

    private static long Resident()
    {
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
