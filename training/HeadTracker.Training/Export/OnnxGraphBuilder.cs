using System.Buffers.Binary;
using Google.Protobuf;
using HeadTracker.Training.Export.Onnx;

namespace HeadTracker.Training.Export;

/// <summary>How weights are stored. Networks always compute in fp32 unless a provider decides otherwise.</summary>
public enum WeightPrecision
{
    Single,

    /// <summary>
    /// IEEE half: half the file. A Cast after each weight, which ONNX Runtime folds away when it loads the file, restores fp32, so
    /// that the model runs as fast as the other on CPUs, which have no half arithmetic worth having.
    /// </summary>
    Half,
}

/// <summary>Builds an ONNX graph node by node. Values are named by the nodes that make them.</summary>
public sealed class OnnxGraphBuilder(string name, WeightPrecision precision)
{
    private const int IrVersion = 7;
    private const int Opset = 13;

    /// <summary>A batch of any size.</summary>
    private const string BatchDimension = "N";

    private readonly GraphProto _graph = new() { Name = name };

    public string Input(string inputName, params ReadOnlySpan<int> shape)
    {
        _graph.Input.Add(Value(inputName, shape));
        return inputName;
    }

    /// <summary>Gives a value an output name; its first dimension is the batch.</summary>
    public void Output(string value, string outputName, params ReadOnlySpan<int> shape)
    {
        Node("Identity", outputName, [value]);
        _graph.Output.Add(Value(outputName, shape));
    }

    public string Convolution(string input, string nodeName, Weight kernel, Weight bias, int stride, int padding)
    {
        // kernel_shape could be inferred, but OpenCV's importer wants it written.
        return Node("Conv", nodeName, [input, Constant(nodeName + ".weight", kernel), Constant(nodeName + ".bias", bias)],
            Integers("kernel_shape", kernel.Shape[2], kernel.Shape[3]),
            Integers("strides", stride, stride),
            Integers("pads", padding, padding, padding, padding));
    }

    public string MaxPool(string input, string nodeName, int size, int stride, int padding) =>
        Node("MaxPool", nodeName, [input], Integers("kernel_shape", size, size), Integers("strides", stride, stride),
            Integers("pads", padding, padding, padding, padding));

    public string Relu(string input, string nodeName) => Node("Relu", nodeName, [input]);

    public string Add(string a, string b, string nodeName) => Node("Add", nodeName, [a, b]);

    /// <summary>(N, C, H, W) → (N, C).</summary>
    public string GlobalAverage(string input, string nodeName) =>
        Node("Flatten", nodeName, [Node("GlobalAveragePool", nodeName + ".pool", [input])], Integer("axis", 1));

    /// <summary>(N, in) → (N, out) for a weight (out, in).</summary>
    public string Linear(string input, string nodeName, Weight weight, Weight bias) =>
        Node("Gemm", nodeName, [input, Constant(nodeName + ".weight", weight), Constant(nodeName + ".bias", bias)], Integer("transB", 1));

    public string Softmax(string input, string nodeName) => Node("Softmax", nodeName, [input], Integer("axis", 1));

    /// <summary>(N, k) · (k, m), never stored in half precision: angles are read from it.</summary>
    public string MatMul(string input, string nodeName, Weight matrix) => Node("MatMul", nodeName, [input, Initializer(nodeName + ".weight", matrix)]);

    public string Concat(string nodeName, params IEnumerable<string> inputs) => Node("Concat", nodeName, [.. inputs], Integer("axis", 1));

    /// <summary>The finished model.</summary>
    /// <param name="metadata">Text that travels with it.</param>
    public ModelProto Build(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "HeadTracker.Training",
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
        foreach (var (key, value) in metadata) model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private string Constant(string constantName, Weight weight)
    {
        if (precision == WeightPrecision.Single) return Initializer(constantName, weight);
        var bytes = new byte[2 * weight.Values.Length];
        for (var i = 0; i < weight.Values.Length; i++)
        {
            var half = (Half)weight.Values[i];
            if (!Half.IsFinite(half)) throw new UserErrorException($"{constantName} holds {weight.Values[i]}, which half precision cannot; export with fp32.");
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), half);
        }

        Store(constantName + ".half", weight, TensorProto.Types.DataType.Float16, bytes);
        var cast = Integer("to", (int)TensorProto.Types.DataType.Float);
        return Node("Cast", constantName, [constantName + ".half"], cast);
    }

    private string Initializer(string constantName, Weight weight)
    {
        var bytes = new byte[4 * weight.Values.Length];
        for (var i = 0; i < weight.Values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), weight.Values[i]);
        Store(constantName, weight, TensorProto.Types.DataType.Float, bytes);
        return constantName;
    }

    private void Store(string constantName, Weight weight, TensorProto.Types.DataType type, byte[] bytes)
    {
        var tensor = new TensorProto { Name = constantName, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.AddRange(weight.Shape.Select(size => (long)size));
        _graph.Initializer.Add(tensor);
    }

    private string Node(string type, string output, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = output + "/" + type, OpType = type, Output = { output } };
        foreach (var input in inputs) node.Input.Add(input);
        foreach (var attribute in attributes) node.Attribute.Add(attribute);
        _graph.Node.Add(node);
        return output;
    }

    private static ValueInfoProto Value(string valueName, ReadOnlySpan<int> shape)
    {
        var sizes = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = BatchDimension } } };
        foreach (var size in shape) sizes.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = valueName,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = sizes } },
        };
    }

    internal static AttributeProto Integer(string attributeName, int value) =>
        new() { Name = attributeName, I = value, Type = AttributeProto.Types.AttributeType.Int };

    internal static AttributeProto Integers(string attributeName, params ReadOnlySpan<int> values)
    {
        var attribute = new AttributeProto { Name = attributeName, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values) attribute.Ints.Add(value);
        return attribute;
    }
}
