using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Compat.Tests.Torch;

public sealed class TensorCreationTests
{
    [Fact]
    public void Factories_give_shape_type_and_values()
    {
        Values.Equal([0, 0, 0, 0, 0, 0], zeros(2, 3));
        Values.Equal([1, 1], ones([2]));
        Values.Equal([7, 7], full([2], 7.0));
        Values.Equal([0, 2, 4], arange(0, 6, 2));
        Values.Equal([0, 0.25, 0.5, 0.75, 1], linspace(0, 1, 5));
        Values.Equal([1, 0, 0, 1], eye(2));
        Assert.Equal(ScalarType.Float32, zeros(2).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Int64, full([1], 3).dtype);
        Assert.Equal(ScalarType.BFloat16, zeros(2, dtype: bfloat16).dtype);
        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Values.Shape([2, 3, 4, 5], empty(2, 3, 4, 5));
    }

    [Fact]
    public void Arrays_are_copied_with_their_rank()
    {
        float[] source = [1, 2, 3, 4, 5, 6];
        Tensor copy = tensor(source, [2, 3]);
        source[0] = 9;
        Values.Shape([2, 3], copy);
        Values.Equal([1, 2, 3, 4, 5, 6], copy);
        Values.Equal([1, 2, 3, 4], tensor(new double[,] { { 1, 2 }, { 3, 4 } }));
        Values.Shape([2, 2], tensor(new double[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(2.5f).dtype);
        Values.Equal([3, 4], from_array(new[] { 3, 4 }));
        Assert.Throws<ArgumentException>(() => tensor(source, [4, 2]));
    }

    [Fact]
    public void Buffers_are_shared_and_may_start_anywhere()
    {
        byte[] source = [1, 2, 3, 4];
        using Tensor shared = frombuffer(source, uint8, count: 2, offset: 1);
        source[1] = 20;
        Values.Equal([20, 3], shared);
        shared[1] = tensor((byte)30);
        Assert.Equal(30, source[2]);
        Assert.Throws<ArgumentException>(() => frombuffer(source, uint8, count: 4, offset: 1));
    }

    [Fact]
    public void Memory_is_shared_until_the_last_view_is_gone()
    {
        byte[] source = [1, 2, 3, 4, 5, 6];
        Tensor whole = tensor(source.AsMemory(), [2, 3]);
        Tensor row = whole[1];
        whole.Dispose();
        source[3] = 40;
        Values.Equal([40, 5, 6], row);
        row.Dispose();
    }

    [Fact]
    public void Elements_come_back_in_index_order_whatever_the_strides()
    {
        using Tensor turned = arange(6, dtype: float32).view(2, 3).t();
        Assert.False(turned.is_contiguous());
        Assert.Equal([0f, 3, 1, 4, 2, 5], turned.data<float>().ToArray());
        Assert.Equal(4f, turned.data<float>()[1, 1]);
        Assert.Equal(2f, turned.data<float>()[2, 0]);
        turned.data<float>()[2, 1] = 50;
        Assert.Equal(50f, turned[2, 1].item<float>());
    }

    [Fact]
    public void Reading_as_another_type_is_refused()
    {
        using Tensor one = ones(2);
        Assert.Throws<ArgumentException>(() => one.data<long>());
        Assert.Throws<ArgumentException>(() => one.item<float>());
        Assert.Equal(3, tensor(3L).ToSingle());
        Assert.Equal(3.5, tensor(3.5f).ToDouble());
    }
}
