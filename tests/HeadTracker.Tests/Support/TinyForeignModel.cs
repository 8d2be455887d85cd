using System.Runtime.InteropServices;

namespace HeadTracker.Tests.Support;

/// <summary>An output of a <see cref="TinyForeignModel"/>.</summary>
/// <param name="Shape">Its sides behind the batch's.</param>
/// <param name="Values">What it always says.</param>
/// <param name="OfMeans">Added to that: (3, values), the factors of the input planes' means; null for none.</param>
internal sealed record TinyOutput(string Name, int[] Shape, float[] Values, float[]? OfMeans = null);

/// <summary>A pose network as somebody else would have it: no metadata, any names, and outputs of any shape.</summary>
internal static class TinyForeignModel
{
    private const int FloatType = 1, IntegerType = 7;

    /// <param name="path">The file to write.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="side">Its side in pixels.</param>
    /// <param name="batch">Faces of one run; 0 leaves it open.</param>
    /// <param name="outputs">In order.</param>
    public static string Write(string path, string input, int side, int batch, params TinyOutput[] outputs)
    {
        var model = new ProtoWriter().Number(1, 8).Text(2, "HeadTracker.Tests").Message(8, opset => opset.Text(1, "").Number(2, 13)).Message(7, graph =>
        {
            graph.Message(1, Node("GlobalAveragePool", [input], "pooled")).Message(1, Node("Flatten", ["pooled"], "flat"));
            foreach (var output in outputs)
            {
                graph.Message(1, Node("Gemm", ["flat", $"{output.Name}.w", $"{output.Name}.b"], $"{output.Name}.flat"));
                graph.Message(1, Node("Reshape", [$"{output.Name}.flat", $"{output.Name}.shape"], output.Name));
            }

            graph.Text(2, "tiny");
            foreach (var output in outputs)
            {
                var length = output.Values.Length;
                long[] shape = [-1, .. output.Shape];
                graph.Message(5, Tensor<float>($"{output.Name}.w", FloatType, output.OfMeans ?? new float[3 * length], 3, length));
                graph.Message(5, Tensor<float>($"{output.Name}.b", FloatType, output.Values, length));
                graph.Message(5, Tensor<long>($"{output.Name}.shape", IntegerType, shape, shape.Length));
            }

            graph.Message(11, Value(input, [batch, 3, side, side]));
            foreach (var output in outputs) graph.Message(12, Value(output.Name, [batch, .. output.Shape]));
        });
        File.WriteAllBytes(path, model.ToArray());
        return path;
    }

    private static Action<ProtoWriter> Node(string type, string[] inputs, string output) => node =>
    {
        foreach (var input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, type);
    };

    private static Action<ProtoWriter> Tensor<T>(string name, int type, T[] values, params int[] shape)
        where T : unmanaged => tensor =>
    {
        foreach (var side in shape) tensor.Number(1, side);
        tensor.Number(2, type).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()));
    };

    private static Action<ProtoWriter> Value(string name, int[] shape) => value => value.Text(1, name).Message(2, type => type.Message(1, tensor =>
        tensor.Number(1, FloatType).Message(2, dimensions =>
        {
            foreach (var side in shape) dimensions.Message(1, dimension => _ = side > 0 ? dimension.Number(1, side) : dimension.Text(2, "N"));
        })));
}
