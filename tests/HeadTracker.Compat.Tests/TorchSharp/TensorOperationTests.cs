using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Compat.Tests.Torch;

public sealed class TensorOperationTests
{
    private static readonly float[] Numbers = [3, -1, 2, 0.5f];

    [Fact]
    public void Operators_follow_arithmetic()
    {
        Tensor x = tensor(Numbers);
        Values.Equal([4, 0, 3, 1.5], x + 1);
        Values.Equal([-2, 2, -1, 0.5], 1 - x);
        Values.Equal([6, -2, 4, 1], 2 * x);
        Values.Equal([1.5, -0.5, 1, 0.25], x / 2);
        Values.Equal([2, -6, 3, 12], 6 / x);
        Values.Equal([9, 1, 4, 0.25], x * x);
        Values.Equal([-3, 1, -2, -0.5], -x);
        Values.Equal([1, 0, 1, 0], x > 1);
        Values.Equal([0, 1, 0, 0], x == -1);
        Values.Equal([0, 1, 0, 1], x.lt(1) & x.ne(2));
        Values.Equal([1, -1, 1, 0], x.div(2, RoundingMode.floor));
        Values.Equal([1, 0, 1, 0], x.div(2, RoundingMode.trunc), 1e-6);
        Assert.Equal(ScalarType.Float32, (1.0 / x).dtype);
    }

    [Fact]
    public void In_place_operations_give_the_same_object()
    {
        Tensor x = tensor(Numbers);
        Assert.Same(x, x.add_(1).mul_(2).clamp_(0, 6));
        Values.Equal([6, 0, 6, 3], x);
        Assert.Same(x, x.zero_());
        Values.Equal([0, 0, 0, 0], x);
    }

    [Fact]
    public void Functions_match_Math()
    {
        Tensor x = tensor(new[] { 0.2f, 0.7f });
        foreach ((Tensor found, Func<double, double> expected) in new (Tensor, Func<double, double>)[]
        {
            (x.exp(), Math.Exp), (x.log(), Math.Log), (x.sqrt(), Math.Sqrt), (x.sin(), Math.Sin), (x.cos(), Math.Cos), (x.tan(), Math.Tan),
            (x.asin(), Math.Asin), (x.acos(), Math.Acos), (x.atan(), Math.Atan), (x.tanh(), Math.Tanh), (x.sigmoid(), v => 1 / (1 + Math.Exp(-v))),
            (x.pow(3), v => v * v * v), (x.square(), v => v * v), (x.reciprocal(), v => 1 / v), (x.round(), Math.Round), (x.ceil(), Math.Ceiling),
            (x.atan2(tensor(new[] { -1f, -1f })), v => Math.Atan2(v, -1)), (x.rad2deg(), v => v * 180 / Math.PI), (x.log1p(), v => Math.Log(1 + v)),
        })
        {
            Values.Equal([expected(0.2f), expected(0.7f)], found, 1e-4);
        }
        Values.Equal([0.7, 0.7], x.clamp(min: 0.7));
        Values.Equal([0.2, 0.5], x.clamp(max: 0.5));
    }

    [Fact]
    public void Reductions_along_dimensions()
    {
        Tensor x = tensor(new float[,] { { 1, 5, 3 }, { 4, 2, 6 } });
        Values.Equal([21], x.sum());
        Values.Equal([5, 7, 9], x.sum(0L)); // sum(0) would be sum(ScalarType.Byte), as in the package
        Values.Equal([3, 4], x.mean([1]));
        Values.Shape([2, 1], x.mean([1], keepdim: true));
        Values.Equal([5, 6], x.max(1).Item1);
        Values.Equal([1, 2], x.max(1).Item2);
        Values.Equal([1, 2], x.amin(1));
        Values.Equal([1, 2], x.argmax(1));
        Values.Equal([2, 2], x.std(1));
        Values.Equal([8 / 3.0, 8 / 3.0], x.var(1, unbiased: false));
        Values.Equal([1, 6, 9, 4, 6, 12], x.cumsum(1));
        Values.Equal([Math.Sqrt(91)], x.norm());
        Values.Equal([0, 0, 1], (x > 2).all(0));
        Values.Equal([1, 1, 1], (x > 2).any(0));
        Values.Equal([6, 5, 4], x.flatten().topk(3).Item1);
        Values.Equal([1, 3, 5], x[0].sort().Item1);
        Values.Equal([0, 2, 1], x[0].argsort());
        Values.Equal([3, 4], x.quantile(tensor(0.5f)));
        Values.Equal([0, 2, 1], bincount(tensor(new long[] { 1, 2, 1 })));
        Values.Equal([2, 2, 2], x.histc(3, 1, 6));
        Values.Equal([Math.Log(Math.Exp(1) + Math.Exp(5) + Math.Exp(3))], x[0].logsumexp(0));
    }

    [Fact]
    public void Shapes_change_without_copying_where_they_can()
    {
        Tensor x = arange(6, dtype: float32).view(2, 3);
        Values.Shape([3, 2], x.permute(1, 0));
        Values.Equal([0, 3, 1, 4, 2, 5], x.transpose(0, 1).reshape(6));
        Values.Equal([2, 1, 0, 5, 4, 3], x.flip(1));
        Values.Equal([2, 0, 1, 5, 3, 4], x.roll(1, 1));
        Values.Shape([2, 1, 3], x.unsqueeze(1));
        Values.Shape([2, 3], x.unsqueeze(1).squeeze(1));
        Values.Equal([1, 2, 4, 5], x.narrow(1, 1, 2));
        Values.Shape([4, 2, 3], x.expand(4, 2, 3));
        Values.Shape([4, 3], x.repeat(2, 1));
        Values.Equal([0, 0, 1, 1], arange(2, dtype: float32).repeat_interleave(2));
        Values.Equal([3, 4, 5], x.split(1)[1]);
        Values.Shape([2, 2], x.split([1L, 2L], 1)[1]);
        Values.Equal([1, 4], x.unbind(1)[1]);
        Values.Shape([2, 2, 2], x.unfold(1, 2, 1));
        Values.Equal([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], cat([x, x]));
        Values.Shape([2, 2, 3], stack([x, x]));
        Values.Equal([0, 0, 0, 3, 0, 0], x.tril(-1));
    }

    [Fact]
    public void Indices_select_narrow_gather_and_write()
    {
        Tensor x = arange(12, dtype: float32).view(3, 4);
        Values.Equal([4, 5, 6, 7], x[1]);
        Values.Equal([6], x[1, 2]);
        Values.Equal([1, 2, 5, 6, 9, 10], x[TensorIndex.Ellipsis, TensorIndex.Slice(1, 3)]);
        Values.Equal([1, 2, 5, 6, 9, 10], x[.., 1..3]);
        Values.Equal([8, 9, 10, 11], x[^1]);
        Values.Equal([0, 2, 4, 6, 8, 10], x[TensorIndex.Colon, TensorIndex.Slice(null, null, 2)]);
        Values.Equal([8, 9, 10, 11, 0, 1, 2, 3], x[tensor(new long[] { 2, 0 })]);
        Values.Equal([10, 11], x[x > 9]);
        Values.Shape([3, 1, 4], x[TensorIndex.Colon, TensorIndex.None]);
        x[0] = zeros(4);
        x[TensorIndex.Colon, 3] = tensor(-1f);
        Values.Equal([0, 0, 0, -1, 4, 5, 6, -1, 8, 9, 10, -1], x);
        x.index_put_(100, TensorIndex.Single(2), TensorIndex.Single(0));
        Assert.Equal(100, x[2, 0].ToSingle());

        Tensor counts = zeros(3);
        counts.index_put_(ones(4), [tensor(new long[] { 0, 2, 2, 2 })], accumulate: true);
        Values.Equal([1, 0, 3], counts);
    }

    [Fact]
    public void Gather_scatter_where_and_masks()
    {
        Tensor x = arange(6, dtype: float32).view(2, 3);
        Tensor at = tensor(new long[] { 2, 0 }, [2, 1]);
        Values.Equal([2, 3], x.gather(1, at));
        Values.Equal([0, 1, -7, -7, 4, 5], x.scatter(1, at, full([2, 1], -7.0)));
        Values.Equal([2, 5, 0, 3], x.index_select(1, tensor(new long[] { 2, 0 })).t());
        Values.Equal([-1, -1, -1, 3, 4, 5], where(x > 2, x, full([1], -1.0)));
        Values.Equal([0, 9, 2, 3, 9, 5], x.masked_fill(x.remainder(3) == 1, 9));
        Values.Equal([4, 5], x.masked_select(x > 3));
        Values.Equal([1, 1, 1, 2], (x >= 4).nonzero());
    }

    [Fact]
    public void Products_of_matrices()
    {
        Tensor a = arange(6, dtype: float32).view(2, 3), b = arange(6, dtype: float32).view(3, 2);
        double[] product = [10, 13, 28, 40];
        Values.Equal(product, a.matmul(b));
        Values.Equal(product, a.mm(b));
        Values.Equal(product, einsum("ij,jk->ik", a, b));
        Values.Equal(product, a.unsqueeze(0).bmm(b.unsqueeze(0)));
    }

    [Fact]
    public void Types_move_and_round_as_they_should()
    {
        Tensor x = tensor(new[] { 1.00390625f, -2.7f, 300 });
        Values.Equal([1, -2.703125, 300], x.to(bfloat16));
        Assert.Equal(2, x.half().ElementSize);
        Values.Equal([1, -2, 300], x.to(int64));
        Values.Equal([1, 2], tensor(new byte[] { 1, 2 }).to(float32));
        Tensor same = x.to(float32);
        Assert.NotSame(x, same);
        same.add_(1);
        Assert.Equal(2.00390625f, x[0].ToSingle());
        Assert.Equal(DeviceType.CPU, x.to("cpu").device_type);
        Assert.Equal(ScalarType.Byte, x.to_type(uint8).dtype);
    }

    [Fact]
    public void Channels_last_memory_comes_from_permuting()
    {
        Tensor x = randn(2, 3, 4, 5);
        Tensor last = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.Equal([60L, 1, 15, 3], last.stride());
        Assert.True(x.Equals(last));
        using Tensor convolved = nn.functional.conv2d(last, randn(8, 3, 3, 3));
        Assert.Equal(1, convolved.stride()[1]);
    }
}
