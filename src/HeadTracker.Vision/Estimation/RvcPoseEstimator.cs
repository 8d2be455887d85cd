using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>Head pose by regression via classification: softmax → expectation, as the contract inside the model says.</summary>
public sealed class RvcPoseEstimator : CropNetworkEstimator
{
    private readonly Head[] _heads;

    /// <param name="session">The model; owned from here on, also when this throws.</param>
    /// <exception cref="UserErrorException">The model has no contract or breaks it.</exception>
    public RvcPoseEstimator(OnnxSession session)
        : this(session, ModelCheck.OrDispose(session, ReadContract))
    {
    }

    private RvcPoseEstimator(OnnxSession session, PoseModelContract contract)
        : base(session, PoseModelContract.InputName, contract.InputSize, contract.Normalizer)
    {
        Contract = contract;
        _heads = [.. PoseModelContract.OutputNames.Zip(contract.Heads, (name, bins) => new Head(name, bins, contract.Output, Batch))];
    }

    /// <summary>What the model says about itself.</summary>
    public PoseModelContract Contract { get; }

    private protected override FaceBox RegionFor(FaceBox box) => Contract.Crop.RegionFor(box);

    private protected override IEnumerable<BoundTensor> OutputsFor(int count) => _heads.Select(head => head.Bound(count));

    private protected override Quaternion Decode(int face, out float spread)
    {
        var (yaw, pitch, roll) = (_heads[0].Decode(face), _heads[1].Decode(face), _heads[2].Decode(face));
        spread = (yaw.Spread + pitch.Spread + roll.Spread) / 3;
        return new EulerAngles(yaw.Degrees, pitch.Degrees, roll.Degrees).ToRotation();
    }

    private static PoseModelContract ReadContract(OnnxSession model)
    {
        if (!model.Metadata.TryGetValue(PoseModelContract.MetadataKey, out var json))
        {
            throw new UserErrorException(
                $"{model.FilePath} has no entry '{PoseModelContract.MetadataKey}' in its metadata and no {Path.GetFileName(model.FilePath)}"
                    + $"{ForeignModelContract.Suffix} beside it that describes it; {ModelCheck.Template(model)}.");
        }

        var contract = PoseModelContract.Parse(json, model.FilePath);
        if (model.Inputs is not [var image] || image.Name != PoseModelContract.InputName || !image.Fits(-1, 3, contract.InputSize, contract.InputSize))
        {
            throw Broken(model, $"one input {PoseModelContract.InputName} Float [?, 3, {contract.InputSize}, {contract.InputSize}]", model.Inputs);
        }

        foreach (var (name, bins) in PoseModelContract.OutputNames.Zip(contract.Heads))
        {
            if (!model.Outputs.Any(output => output.Name == name && output.Fits(-1, bins.Count)) || model.Outputs.Count != contract.Heads.Count)
            {
                throw Broken(model, $"outputs {string.Join(", ", PoseModelContract.OutputNames)}, {name} Float [?, {bins.Count}]", model.Outputs);
            }
        }

        return contract;
    }

    private static UserErrorException Broken(OnnxSession model, string expected, IReadOnlyList<OnnxTensor> found) =>
        new($"{model.FilePath} breaks its own contract: expected {expected}, found {string.Join("; ", found)}; {ModelCheck.Template(model)}.");

    /// <summary>One angle's output.</summary>
    private sealed class Head(string name, BinSpecification bins, BinOutput output, int batch)
    {
        private readonly RvcDecoder _decoder = new(bins, output);
        private readonly float[] _scores = new float[batch * bins.Count];

        public BoundTensor Bound(int count) => new(name, _scores.AsMemory(0, count * bins.Count), count, bins.Count);

        public DecodedAngle Decode(int face) => _decoder.Decode(_scores.AsSpan(face * bins.Count, bins.Count));
    }
}
