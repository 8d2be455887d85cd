using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Compat.Tests.Torch;

[Collection(nameof(Alone))]
public sealed class GeneratorTests
{
    [Fact]
    public void Generators_repeat_for_a_seed_and_do_not_disturb_each_other()
    {
        using var first = new Generator(7);
        using var second = new Generator(7);
        using Tensor a = randn(5, generator: first), b = randn(5, generator: second), next = randn(5, generator: first);
        Assert.True(a.Equals(b));
        Assert.False(a.Equals(next));

        manual_seed(3);
        using Tensor c = rand(4);
        manual_seed(3);
        using Tensor d = rand(4);
        Assert.True(c.Equals(d));

        using Tensor state = first.get_state();
        using Tensor e = randint(0, 1000, [8], generator: first);
        first.set_state(state);
        using Tensor f = randint(0, 1000, [8], generator: first);
        Assert.True(e.Equals(f));
        Assert.Equal(Enumerable.Range(0, 9).Select(k => (long)k), randperm(9, generator: first).data<long>().ToArray().Order());
    }
}
