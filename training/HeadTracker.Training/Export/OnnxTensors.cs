using System.Runtime.InteropServices;
using Google.Protobuf;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Export;

/// <summary>Tensors of an ONNX file as arrays and back. Little-endian, as the files are.</summary>
internal static class OnnxTensors
{
    /// <exception cref="UserErrorException">The tensor does not hold floats, as in a half-precision export, or not as many as it says.</exception>
    public static Weight ReadFloats(TensorProto tensor)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float || (tensor.RawData.IsEmpty && tensor.FloatData.Count == 0))
            throw new UserErrorException($"Its tensor {tensor.Name} holds no 32-bit floats; give a full-precision file that the stage 'export' wrote.");
        return FloatsIn(tensor) ?? throw new UserErrorException($"Its tensor {tensor.Name} has not as many numbers as its shape says; export it again.");
    }

    /// <returns>Null where the tensor does not hold floats, raw or one by one, as many as its shape says.</returns>
    public static Weight? FloatsIn(TensorProto tensor)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float || tensor.Dims.Any(side => side is < 1 or > int.MaxValue)) return null;
        var count = tensor.Dims.Aggregate(Int128.One, (product, side) => product * side);
        var values = tensor.RawData.Length == count * sizeof(float) ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
            : tensor.RawData.IsEmpty && tensor.FloatData.Count == count ? [.. tensor.FloatData] : null;
        return values is null ? null : new Weight([.. tensor.Dims.Select(side => (int)side)], values);
    }

    /// <summary>What makes a value of a graph, of floats in any shape, one of its outputs.</summary>
    public static ValueInfoProto OutputOf(string name) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
    };

    /// <summary>An initialiser of 32-bit floats.</summary>
    public static TensorProto Make(string name, Weight weight) =>
        Make(name, TensorProto.Types.DataType.Float, weight.Values, [.. weight.Shape.Select(side => (long)side)]);

    /// <param name="name">Of the initialiser.</param>
    /// <param name="type">What <typeparamref name="T"/> is in ONNX.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Sides; none for a scalar.</param>
    public static TensorProto Make<T>(string name, TensorProto.Types.DataType type, T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)) };
        tensor.Dims.AddRange(shape.ToArray());
        return tensor;
    }
}
