using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace HeadTracker.Inference;

/// <summary>An input or output as a model declares it.</summary>
/// <param name="Name">The tensor's name in the graph.</param>
/// <param name="Type">Its elements.</param>
/// <param name="Shape">Its sides; -1 where the model leaves one open.</param>
public sealed record OnnxTensor(string Name, TensorElementType Type, IReadOnlyList<int> Shape)
{
    internal static OnnxTensor From(string name, NodeMetadata node) =>
        node.IsTensor ? new OnnxTensor(name, node.ElementDataType, node.Dimensions) : new OnnxTensor(name, TensorElementType.DataTypeMax, []);

    /// <summary>Whether this is a float tensor whose sides are these; -1 on either side of the comparison fits anything.</summary>
    public bool Fits(params ReadOnlySpan<int> shape)
    {
        if (Type != TensorElementType.Float || shape.Length != Shape.Count) return false;
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] > 0 && Shape[i] > 0 && shape[i] != Shape[i]) return false;
        }

        return true;
    }

    /// <summary>Such as "image Float [?, 3, 224, 224]".</summary>
    public override string ToString() =>
        $"{Name} {(Type == TensorElementType.DataTypeMax ? "not a tensor" : Type)} [{string.Join(", ", Shape.Select(s => s > 0 ? $"{s}" : "?"))}]";
}
