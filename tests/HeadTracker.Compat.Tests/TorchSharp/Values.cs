using TorchSharp;

namespace HeadTracker.Compat.Tests.Torch;

internal static class Values
{
    internal static float[] Of(torch.Tensor tensor)
    {
        using torch.Tensor single = tensor.detach().to(torch.float32);
        return single.data<float>().ToArray();
    }

    internal static void Equal(double[] expected, torch.Tensor actual, double tolerance = 1e-5)
    {
        float[] values = Of(actual);
        Assert.Equal(expected.Length, values.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.True(Math.Abs(expected[k] - values[k]) <= tolerance, $"element {k}: expected {expected[k]}, found {values[k]}");
        }
    }

    internal static void Shape(long[] expected, torch.Tensor actual) => Assert.Equal(expected, actual.shape);
}
