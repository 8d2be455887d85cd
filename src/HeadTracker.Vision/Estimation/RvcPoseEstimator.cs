using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>
/// Head pose by regression via classification: crop → normalise → network → softmax → expectation, as the model's contract says,
/// for all faces in one run.
/// </summary>
/// <remarks>
/// The network judges the head against the view ray through the crop; the pose is the camera's (see <see cref="ViewRay"/>). Confidence
/// is 1 / (1 + (s / s₀)²), with s the mean standard deviation of the three bin distributions in degrees. Translation comes from the
/// box (<see cref="FaceOutline"/>).
/// </remarks>
public sealed class RvcPoseEstimator : IPoseEstimator
{
    /// <summary>Faces of one run; more go in several.</summary>
    private const int LargestBatch = 8;

    /// <summary>Elements of one run's input, unless a single face has more: 64 MB.</summary>
    private const int LargestInput = 1 << 24;

    /// <summary>s₀: spread of confidence one half, in degrees; a network that knows nothing spreads over 57°.</summary>
    private const float HalfConfidenceSpread = 12;

    private readonly OnnxSession _session;
    private readonly FaceCrop _crop;
    private readonly float[] _input;
    private readonly Head[] _heads;

    /// <summary>Entry n - 1 runs n faces; made when first needed.</summary>
    private readonly OnnxBinding?[] _bindings;

    /// <param name="session">The model; owned from here on, also when this throws.</param>
    /// <exception cref="UserErrorException">The model has no contract or breaks it.</exception>
    public RvcPoseEstimator(OnnxSession session)
    {
        _session = session;
        try
        {
            Contract = ReadContract(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        var batch = session.Inputs[0].Shape[0] == 1 ? 1 : Math.Clamp(LargestInput / FaceLength, 1, LargestBatch);
        _crop = new FaceCrop(Contract.InputSize, Contract.InputSize);
        _input = new float[batch * FaceLength];
        _heads = [.. PoseModelContract.OutputNames.Zip(Contract.Heads, (name, bins) => new Head(name, bins, Contract.Output, batch))];
        _bindings = new OnnxBinding?[batch];
    }

    /// <summary>What the model says about itself.</summary>
    public PoseModelContract Contract { get; }

    /// <inheritdoc/>
    public string Name => Path.GetFileNameWithoutExtension(_session.FilePath);

    /// <inheritdoc/>
    public string Provider => _session.Provider.DisplayName();

    /// <inheritdoc/>
    public TimeSpan NetworkTime
    {
        get
        {
            var sum = TimeSpan.Zero;
            foreach (var binding in _bindings) sum += binding?.Spent ?? TimeSpan.Zero;
            return sum;
        }
    }

    /// <summary>Providers that were tried before <see cref="Provider"/>.</summary>
    public IReadOnlyList<ProviderRefusal> Refusals => _session.Refusals;

    /// <summary>Elements of one face's input.</summary>
    private int FaceLength => 3 * Contract.InputSize * Contract.InputSize;

    /// <inheritdoc/>
    public bool UsesPixels => true;

    /// <inheritdoc/>
    public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
    {
        for (var first = 0; first < faces.Length; first += _bindings.Length)
        {
            var count = Math.Min(_bindings.Length, faces.Length - first);
            EstimateBatch(image, faces.Slice(first, count), camera, timestamp, poses[first..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var binding in _bindings) binding?.Dispose();
        _session.Dispose();
    }

    private void EstimateBatch(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
    {
        for (var i = 0; i < faces.Length; i++)
        {
            _crop.Sample(image, Contract.Crop.RegionFor(faces[i].Box), Contract.Normalizer, _input.AsSpan(i * FaceLength, FaceLength));
        }

        (_bindings[faces.Length - 1] ??= Bind(faces.Length)).Run();
        for (var i = 0; i < faces.Length; i++)
        {
            var (yaw, pitch, roll) = (_heads[0].Decode(i), _heads[1].Decode(i), _heads[2].Decode(i));
            var seenInCrop = new EulerAngles(yaw.Degrees, pitch.Degrees, roll.Degrees).ToRotation();
            var spread = (yaw.Spread + pitch.Spread + roll.Spread) / 3 / HalfConfidenceSpread;
            poses[i] = new HeadPose(
                ViewRay.ToCamera(seenInCrop, camera, faces[i].Box.CenterPixel),
                FaceOutline.Locate(faces[i].Box, seenInCrop, camera),
                timestamp,
                1 / (1 + spread * spread));
        }
    }

    private OnnxBinding Bind(int count) => _session.Bind(
        [new BoundTensor(PoseModelContract.InputName, _input.AsMemory(0, count * FaceLength), count, 3, Contract.InputSize, Contract.InputSize)],
        _heads.Select(head => head.Bound(count)));

    private static PoseModelContract ReadContract(OnnxSession model)
    {
        if (!model.Metadata.TryGetValue(PoseModelContract.MetadataKey, out var json))
        {
            throw new UserErrorException(
                $"{model.FilePath} has no entry '{PoseModelContract.MetadataKey}' in its metadata, so it is no head pose model of this program; "
                    + "name another file, or 'landmarks'.");
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
        new($"{model.FilePath} breaks its own contract: expected {expected}, found {string.Join("; ", found)}; export it again.");

    /// <summary>One angle's output.</summary>
    private sealed class Head(string name, BinSpecification bins, BinOutput output, int batch)
    {
        private readonly RvcDecoder _decoder = new(bins, output);
        private readonly float[] _scores = new float[batch * bins.Count];

        public BoundTensor Bound(int count) => new(name, _scores.AsMemory(0, count * bins.Count), count, bins.Count);

        public DecodedAngle Decode(int face) => _decoder.Decode(_scores.AsSpan(face * bins.Count, bins.Count));
    }
}
