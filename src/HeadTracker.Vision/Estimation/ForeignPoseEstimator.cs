using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>Head pose by a network of somebody else's, as the file <c>MODEL.onnx.json</c> beside it describes it.</summary>
public sealed class ForeignPoseEstimator : CropNetworkEstimator
{
    private readonly ForeignPoseDecoder _decoder;
    private readonly float[][] _outputs;
    private readonly int[][] _shapes;
    private readonly float[] _face;

    /// <param name="session">The model; owned from here on, also when this throws.</param>
    /// <exception cref="UserErrorException">The description cannot be read, or is not this model's.</exception>
    public ForeignPoseEstimator(OnnxSession session)
        : this(session, ModelCheck.OrDispose(session, ReadContract))
    {
    }

    private ForeignPoseEstimator(OnnxSession session, ForeignModelContract contract)
        : base(session, contract.Input, contract.InputSize, contract.Normalizer)
    {
        Contract = contract;
        _decoder = new ForeignPoseDecoder(contract);
        _shapes = [.. contract.Outputs.Select(name => session.Outputs.First(output => output.Name == name).Shape.Skip(1).ToArray())];
        _outputs = [.. contract.Outputs.Select(_ => new float[Batch * contract.OutputLength])];
        _face = new float[contract.Outputs.Count * contract.OutputLength];
    }

    /// <summary>What is said about the model.</summary>
    public ForeignModelContract Contract { get; }

    /// <summary>Whether there is a description beside a model.</summary>
    public static bool Describes(string model) => File.Exists(model + ForeignModelContract.Suffix);

    private protected override FaceBox RegionFor(FaceBox box) => Contract.RegionFor(box);

    private protected override IEnumerable<BoundTensor> OutputsFor(int count) => Contract.Outputs.Select((name, i) =>
        new BoundTensor(name, _outputs[i].AsMemory(0, count * Contract.OutputLength), [count, .. _shapes[i].Select(side => (long)side)]));

    private protected override Quaternion Decode(int face, out float spread)
    {
        var length = Contract.OutputLength;
        for (var i = 0; i < _outputs.Length; i++) _outputs[i].AsSpan(face * length, length).CopyTo(_face.AsSpan(i * length));
        return _decoder.Decode(_face, out spread);
    }

    private static ForeignModelContract ReadContract(OnnxSession model)
    {
        var file = model.FilePath + ForeignModelContract.Suffix;
        var contract = ForeignModelContract.Parse(Text(file), file);
        if (model.Inputs is not [var image] || image.Name != contract.Input || !image.Fits(-1, 3, contract.InputSize, contract.InputSize))
        {
            throw Differs(model, file, $"one input {contract.Input} Float [?, 3, {contract.InputSize}, {contract.InputSize}]", model.Inputs);
        }

        foreach (var name in contract.Outputs)
        {
            if (!model.Outputs.Any(output => output.Name == name && Holds(output, contract.OutputLength)))
            {
                throw Differs(model, file, $"an output {name} with {contract.OutputLength} floats for each face", model.Outputs);
            }
        }

        return contract;
    }

    /// <summary>Whether the sides behind the batch's are known, and come to so many floats.</summary>
    private static bool Holds(OnnxTensor output, int length)
    {
        int[] sides = [.. output.Shape.Skip(1)];
        return output.Fits([-1, .. sides]) && Array.TrueForAll(sides, side => side > 0) && sides.Aggregate(1L, (product, side) => product * side) == length;
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The description {file} cannot be read: {e.Message.TrimEnd('.')}; check its permissions.", e);
        }
    }

    private static UserErrorException Differs(OnnxSession model, string file, string expected, IReadOnlyList<OnnxTensor> found) =>
        new($"{file} says {expected}, but the model has {string.Join("; ", found)}; {ModelCheck.Template(model)}.");
}
